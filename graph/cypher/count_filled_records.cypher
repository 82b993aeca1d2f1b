// Counts the current open records, and those of them that have a value in a personal column.
// Parameters: none
// Returns: one row of {records, phone, email}.
MATCH (record:SourceRecord)
WHERE record.current = true AND record.key IS NOT NULL AND record.compartment = 'open'
RETURN count(*) AS records, count(record.phone) AS phone, count(record.email) AS email
