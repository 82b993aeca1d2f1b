// Upserts purposes.
// Parameters: $rows: list of {code, properties: {name, section, citizenVisibility, roles, requiresCase}}
// Returns: nothing.
UNWIND $rows AS row
MERGE (purpose:Purpose {code: row.code})
SET purpose += row.properties
