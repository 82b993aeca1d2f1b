// Streams the families and what was last written of each.
// Parameters: none
// Returns: rows of {id, digest}.
MATCH (family:Family)
RETURN family.id AS id, family.digest AS digest
