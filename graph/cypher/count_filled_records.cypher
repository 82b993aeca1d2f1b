// Counts the current open records that have a value in a personal column.
// Parameters: none
// Returns: one row of {phone, email}.
MATCH (record:SourceRecord)
WHERE record.current = true AND record.key IS NOT NULL AND record.compartment = 'open'
RETURN count(record.phone) AS phone, count(record.email) AS email
