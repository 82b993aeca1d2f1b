// Puts changes into the outbox; the same change said twice is there once.
// Parameters: $at: when they happened; $rows: list of {id, properties: {id, kind, subject, compartment}}
// Returns: nothing.
UNWIND $rows AS row
MERGE (change:Change {id: row.id})
SET change = row.properties, change.at = $at
