// Says in which households families live.
// Parameters: $rows: list of {family, household}
// Returns: nothing.
UNWIND $rows AS row
MATCH (family:Family {id: row.family})
MATCH (household:Household {id: row.household})
MERGE (family)-[:LIVES_IN]->(household)
