// Appends judgements and points each at what both records said that day.
// Parameters: $rows: list of {left, right: record keys, properties: {id, left, right, verdict, by, at, reason, act}}
// Returns: rows of {id} of those whose records are both known.
UNWIND $rows AS row
MATCH (left:SourceRecord {current: true, key: row.left})
MATCH (right:SourceRecord {current: true, key: row.right})
CREATE (judgement:Judgement)
SET judgement = row.properties
CREATE (judgement)-[:ABOUT]->(left)
CREATE (judgement)-[:ABOUT]->(right)
RETURN judgement.id AS id
