// Gives match keys to records and counts them there.
// Parameters: $rows: list of {id, name, compartment, cap, records: list of ids of record versions}, sorted by id
// Returns: nothing.
UNWIND $rows AS row
MERGE (key:MatchKey {id: row.id})
ON CREATE SET key.name = row.name, key.compartment = row.compartment, key.count = 0, key.stopped = false
SET key.count = key.count + size(row.records), key.cap = row.cap
SET key.stopped = key.count > key.cap OR (key.stopped AND 4 * key.count > 3 * key.cap)
WITH row, key
UNWIND row.records AS id
MATCH (record:SourceRecord {id: id})
CREATE (record)-[:HAS_KEY]->(key)
