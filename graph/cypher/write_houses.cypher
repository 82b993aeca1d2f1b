// Upserts houses.
// Parameters: $rows: list of {id, properties}
// Returns: nothing.
UNWIND $rows AS row
MERGE (house:House {id: row.id})
SET house = row.properties
