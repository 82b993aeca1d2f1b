// Appends one version of a record with its match keys and its enrolment; the version before is superseded and gives up its
// keys.
// Parameters: $rows: list of {source: name of the source; at: when it came in; properties: of the record; supersedes: list of the id of
//   the version before, or empty; keys: list of ids of match keys; enrolments: list of one {id, programme, properties}, or empty}
// Returns: nothing.
UNWIND $rows AS version
MATCH (source:Source {name: version.source})
CREATE (source)-[:HOLDS]->(record:SourceRecord)
SET record = version.properties, record.receivedAt = version.at
WITH version, record
CALL (version, record) {
  UNWIND version.supersedes AS id
  MATCH (before:SourceRecord {id: id})
  SET before.current = false, before.waits = null, before.waitsUntil = null
  CREATE (record)-[:SUPERSEDES]->(before)
  WITH before
  MATCH (before)-[has:HAS_KEY]->(:MatchKey)
  DELETE has
}
CALL (version, record) {
  UNWIND version.keys AS id
  MATCH (key:MatchKey {id: id})
  CREATE (record)-[:HAS_KEY]->(key)
}
CALL (version, record) {
  UNWIND version.enrolments AS row
  MATCH (programme:Programme {code: row.programme})
  MERGE (enrolment:Enrolment {id: row.id})
  SET enrolment += row.properties
  MERGE (enrolment)-[:IN_PROGRAMME]->(programme)
  CREATE (record)-[:EVIDENCES]->(enrolment)
}
