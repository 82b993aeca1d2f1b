// Counts a record on its match keys and keeps them locked until the transaction ends: whoever takes in another record
// with one of them waits, and then sees this one. The rows come in the order of the ids, so that two writers wait in line.
// A key that has stopped blocking is neither counted nor locked here: nobody is to wait for it. Only when all are locked
// are the records read that share a key which blocks. Where the record was to be a new one and is known, nothing is locked.
// Parameters: $locks: {itself: record key; new: is it to be a new one; rows: list of {id, name, compartment, cap, change: 1, 0 or -1,
//   search: are the records on it wanted}; beside: list of ids of further keys to be looked at}; one map, so that a
//   longer list needs no other plan
// Returns: one row of {known, keys, stopped, beside, candidates}. known: null, or of the current version of a record that was to be
//   new {id, version, contentHash, feed, receivedAt, standard, person}; keys: list of [id, count, stopped, crossed: it stops
//   blocking now]; stopped, beside: lists of [id, count, stopped]; candidates: list of [key, standard], each record once.
OPTIONAL MATCH (known:SourceRecord {current: true, key: CASE WHEN $locks.new THEN $locks.itself END})
CALL (known) {
  UNWIND CASE WHEN known IS NULL THEN $locks.rows ELSE [] END AS row
  OPTIONAL MATCH (full:MatchKey {id: row.id, stopped: true})
  RETURN
    collect(CASE WHEN full IS NULL THEN row END) AS rows,
    collect(CASE WHEN full IS NOT NULL THEN [full.id, full.count, true] END) AS stopped
}
CALL (rows) {
  UNWIND rows AS row
  MERGE (key:MatchKey {id: row.id})
  ON CREATE SET key.name = row.name, key.compartment = row.compartment, key.count = 0, key.stopped = false
  SET key.count = key.count + row.change, key.cap = coalesce(row.cap, key.cap)
  WITH row, key, key.stopped AS before
  SET key.stopped = key.count > key.cap OR (before AND 4 * key.count > 3 * key.cap)
  RETURN
    collect([key.id, key.count, key.stopped, key.stopped AND NOT before]) AS keys,
    collect(CASE WHEN row.search AND NOT key.stopped AND key.count > row.change THEN key END) AS searched
}
CALL (searched) {
  UNWIND searched AS key
  MATCH (key)<-[:HAS_KEY]-(record:SourceRecord)
  WHERE record.key <> $locks.itself
  WITH DISTINCT record
  RETURN collect([record.key, record.standard]) AS candidates
}
CALL (known) {
  OPTIONAL MATCH (:SourceRecord {key: known.key})-[now:IDENTIFIES WHERE now.until IS NULL]->(person:Person)
  RETURN
    CASE
      WHEN known IS NOT NULL THEN known {.id, .version, .contentHash, .feed, .receivedAt, .standard, person: person.id}
    END AS version
}
RETURN
  version AS known,
  keys,
  stopped,
  COLLECT {
    UNWIND $locks.beside AS id
    MATCH (key:MatchKey {id: id})
    RETURN [key.id, key.count, key.stopped]
  } AS beside,
  candidates
