// Counts a record on keys that block nothing. It comes last in a transaction, for everybody waits for their lock.
// Parameters: $rows: list of {record: id of the record version; id, change: 1, 0 or -1}, sorted by id; 0 and 1 give it the key
// Returns: nothing.
UNWIND $rows AS row
MATCH (key:MatchKey {id: row.id})
SET key.count = key.count + row.change
SET key.stopped = key.count > key.cap OR (key.stopped AND 4 * key.count > 3 * key.cap)
WITH row, key
WHERE row.change >= 0
MATCH (record:SourceRecord {id: row.record})
CREATE (record)-[:HAS_KEY]->(key)
