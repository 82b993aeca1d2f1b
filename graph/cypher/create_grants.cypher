// Creates the grants of agreements.
// Parameters: $rows: list of {agreement, properties: {id, entity, rowScope, maxRowsPerQuery, maxSubjectsPerDay, position}}
// Returns: nothing.
UNWIND $rows AS row
MATCH (agreement:Agreement {id: row.agreement})
CREATE (agreement)-[:GRANTS]->(grant:Grant)
SET grant = row.properties
