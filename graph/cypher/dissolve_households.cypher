// Empties households in which nobody is held to live any more; id, address and past memberships stay.
// Parameters: $rows: list of {id, digest}
// Returns: nothing.
UNWIND $rows AS row
MATCH (household:Household {id: row.id})
SET household.size = 0, household.agencies = [], household.digest = row.digest
