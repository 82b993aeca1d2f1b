// Counts a record on its match keys and keeps them locked until the transaction ends: whoever takes in another record
// with one of them waits, and then sees this one. The rows come in the order of the ids, so that two writers wait in line.
// Only when all are locked are the records read that share a key which blocks.
// Parameters: $locks: {itself: record key; rows: list of {id, name, compartment, cap, change: 1, 0 or -1, search: are the
//   records on it wanted}}; one map, so that a longer list needs no other plan
// Returns: one row of {keys: list of [id, count, stopped, crossed: it stops blocking now], candidates: list of {key, standard,
//   person, judged: false}, each record once; person is null where it identifies nobody yet}.
UNWIND $locks.rows AS row
MERGE (key:MatchKey {id: row.id})
ON CREATE SET key.name = row.name, key.compartment = row.compartment, key.count = 0, key.stopped = false
SET key.count = key.count + row.change, key.cap = coalesce(row.cap, key.cap)
WITH row, key, key.stopped AS before
SET key.stopped = key.count > key.cap OR (before AND 4 * key.count > 3 * key.cap)
WITH
  collect([key.id, key.count, key.stopped, key.stopped AND NOT before]) AS keys,
  collect(CASE WHEN row.search AND NOT key.stopped AND key.count > row.change THEN key END) AS searched
CALL (searched) {
  UNWIND searched AS key
  MATCH (key)<-[:HAS_KEY]-(record:SourceRecord)
  WHERE record.key <> $locks.itself
  WITH DISTINCT record
  OPTIONAL MATCH (:SourceRecord {key: record.key})-[identifies:IDENTIFIES WHERE identifies.until IS NULL]->(person:Person)
  RETURN collect({key: record.key, standard: record.standard, person: person.id, judged: false}) AS candidates
}
RETURN keys, candidates
