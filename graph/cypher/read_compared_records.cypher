// Reads current records as they are compared.
// Parameters: $keys: list of record keys; $compartments: those that count
// Returns: rows of {key, id, standard}, by key; id is of the current version; records without a standardised row are left out.
UNWIND $keys AS key
MATCH (record:SourceRecord {current: true, key: key})
WHERE record.compartment IN $compartments AND record.standard IS NOT NULL
RETURN record.key AS key, record.id AS id, record.standard AS standard ORDER BY key
