// Counts a record on its match keys and keeps them locked until the transaction ends: whoever takes in another record
// with one of them waits, and then sees this one. The rows come in the order of the ids, so that two writers wait in line.
// Parameters: $rows: list of {id, name, compartment, cap, change: 1, 0 or -1}
// Returns: rows of {id, count, stopped, crossed}; crossed: it stops blocking now.
UNWIND $rows AS row
MERGE (key:MatchKey {id: row.id})
ON CREATE SET key.name = row.name, key.compartment = row.compartment, key.count = 0, key.stopped = false
SET key.count = key.count + row.change, key.cap = coalesce(row.cap, key.cap)
WITH key, coalesce(key.stopped, false) AS before
SET key.stopped = key.count > key.cap OR (before AND 4 * key.count > 3 * key.cap)
RETURN key.id AS id, key.count AS count, key.stopped AS stopped, key.stopped AND NOT before AS crossed
