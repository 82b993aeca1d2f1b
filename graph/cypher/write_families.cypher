// Upserts families; members and households come by statements of their own.
// Parameters: $rows: list of {id, properties: {id, size, compartment, digest}}
// Returns: nothing.
UNWIND $rows AS row
MERGE (family:Family {id: row.id})
SET family = row.properties
