// Reads what is known of one record before it is taken in, and how full the match keys are that it will have.
// Parameters: $key: record key; $keys: list of ids of match keys
// Returns: one row of {id, version, contentHash, feed, receivedAt, standard, person, held: list of ids of match keys, keys:
//   list of [id, count, stopped], versions: list of {number, contentHash, feed, at, ahead} of all its versions as `read_versions`
//   tells of them}; all but keys null or empty where the record is new; keys that are not there yet are absent.
OPTIONAL MATCH (record:SourceRecord {current: true, key: $key})
OPTIONAL MATCH (:SourceRecord {key: $key})-[identifies:IDENTIFIES WHERE identifies.until IS NULL]->(person:Person)
RETURN
  record.id AS id,
  record.version AS version,
  record.contentHash AS contentHash,
  record.feed AS feed,
  record.receivedAt AS receivedAt,
  record.standard AS standard,
  person.id AS person,
  COLLECT { MATCH (record)-[:HAS_KEY]->(held:MatchKey) RETURN held.id } AS held,
  COLLECT {
    UNWIND $keys AS id
    MATCH (full:MatchKey {id: id})
    RETURN [id, full.count, full.stopped]
  } AS keys,
  COLLECT {
    MATCH (one:SourceRecord {key: $key})
    RETURN {
      number: one.version,
      contentHash: one.contentHash,
      feed: one.feed,
      at: one.receivedAt,
      ahead: one.receivedAt > datetime()
    }
  } AS versions
