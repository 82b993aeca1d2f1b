// Takes records from their match keys: versions that are no longer current block nothing. A key that had stopped starts
// again when its count has fallen to three quarters of its cap, so that it does not stop and start at every record.
// Parameters: $records: list of ids of record versions
// Returns: nothing.
UNWIND $records AS id
MATCH (:SourceRecord {id: id})-[has:HAS_KEY]->(key:MatchKey)
DELETE has
WITH key, count(*) AS released
ORDER BY key.id
SET key.count = key.count - released
SET key.stopped = key.stopped AND 4 * key.count > 3 * key.cap
