// Streams the current version of every source record, in the order of their keys.
// Parameters: none
// Returns: rows of {properties}.
MATCH (record:SourceRecord)
WHERE record.current = true AND record.key IS NOT NULL
RETURN properties(record) AS properties
ORDER BY record.key
