// Empties households in which nobody is held to live any more; id, address and past memberships stay, and the id leads to
// the households its people live in instead.
// Parameters: $rows: list of {id, digest, at, became}; became are ids of households, at the instant, both may be absent
// Returns: nothing.
UNWIND $rows AS row
MATCH (household:Household {id: row.id})
SET household.size = 0, household.agencies = [], household.digest = row.digest
WITH row, household
UNWIND row.became AS successorId
MATCH (successor:Household {id: successorId})
MERGE (household)-[became:BECAME]->(successor)
SET became.at = row.at
