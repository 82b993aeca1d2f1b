// Deletes families that no kin holds together any more; their members and kin are untouched.
// Parameters: $rows: list of {id}
// Returns: nothing.
UNWIND $rows AS row
MATCH (family:Family {id: row.id})
DETACH DELETE family
