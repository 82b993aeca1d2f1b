// Streams every household id ever given out and what was last written under it.
// Parameters: none
// Returns: rows of {id, digest}.
MATCH (household:Household)
RETURN household.id AS id, household.digest AS digest
