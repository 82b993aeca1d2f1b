// Appends a human's judgement on a pair of records and points it at what both said that day.
// Parameters: $left, $right: record keys; $properties: {id, left, right, verdict, by, at, reason}
// Returns: one row of {id}, or none if one of the records is unknown.
MATCH (left:SourceRecord {current: true, key: $left})
MATCH (right:SourceRecord {current: true, key: $right})
CREATE (judgement:Judgement)
SET judgement = $properties
CREATE (judgement)-[:ABOUT]->(left)
CREATE (judgement)-[:ABOUT]->(right)
RETURN judgement.id AS id
