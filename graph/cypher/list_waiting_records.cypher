// Lists the current records that are to be placed again.
// Parameters: none
// Returns: rows of {key, odds}.
MATCH (record:SourceRecord)
WHERE record.waits IS NOT NULL
RETURN record.key AS key, record.waits AS odds
ORDER BY key
