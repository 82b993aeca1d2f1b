// Appends one version of a record with its match keys; the version before is superseded and gives up its own.
// Parameters: $source: name of the source; $at: when it came in; $properties: of the record; $supersedes: id of the version
//   before, or null; $keys: list of ids of match keys
// Returns: nothing.
MATCH (source:Source {name: $source})
CREATE (source)-[:HOLDS]->(record:SourceRecord)
SET record = $properties, record.receivedAt = $at
WITH record
CALL (record) {
  UNWIND $keys AS id
  MATCH (key:MatchKey {id: id})
  CREATE (record)-[:HAS_KEY]->(key)
}
CALL (record) {
  MATCH (before:SourceRecord {id: $supersedes})
  SET before.current = false, before.waits = null
  CREATE (record)-[:SUPERSEDES]->(before)
  WITH before
  MATCH (before)-[has:HAS_KEY]->(:MatchKey)
  DELETE has
}
