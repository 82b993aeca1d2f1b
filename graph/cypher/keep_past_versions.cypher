// Keeps versions of source records that came in after what was sent later than they: never current, and between the two
// versions before and after which they were sent.
// Parameters: $rows: list of {source: name of the source; at: when it was sent; properties: of the record}
// Returns: nothing.
UNWIND $rows AS row
MATCH (source:Source {name: row.source})
CREATE (source)-[:HOLDS]->(past:SourceRecord)
SET past = row.properties, past.receivedAt = row.at
WITH past
CALL (past) {
  MATCH path = (:SourceRecord {current: true, key: past.key})-[:SUPERSEDES*0..]->(after:SourceRecord)
  WHERE all(one IN nodes(path) WHERE one.receivedAt > past.receivedAt)
  WITH past, after
  ORDER BY length(path) DESC
  LIMIT 1
  CALL (past, after) {
    MATCH (after)-[was:SUPERSEDES]->(before:SourceRecord)
    DELETE was
    CREATE (past)-[:SUPERSEDES]->(before)
  }
  CREATE (after)-[:SUPERSEDES]->(past)
}
CALL (past) {
  MATCH (enrolment:Enrolment {id: past.key})
  CREATE (past)-[:EVIDENCES]->(enrolment)
}
