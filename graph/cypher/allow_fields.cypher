// Allows fields in grants.
// Parameters: $rows: list of {grant, field, properties: {mask, params, filterable, sortable, position}}
// Returns: nothing.
UNWIND $rows AS row
MATCH (grant:Grant {id: row.grant})
MATCH (field:Field {id: row.field})
CREATE (grant)-[allows:ALLOWS]->(field)
SET allows = row.properties
