// Upserts the fields of the API that a grant may allow.
// Parameters: $rows: list of {id, properties: {entity, name, sensitivity}}; a property that is absent stays
// Returns: nothing.
UNWIND $rows AS row
MERGE (field:Field {id: row.id})
SET field += row.properties
