// Creates versions of source records under their source.
// Parameters: $source: name of the source; $rows: list of {properties}
// Returns: nothing.
MATCH (source:Source {name: $source})
UNWIND $rows AS row
CREATE (source)-[:HOLDS]->(record:SourceRecord)
SET record = row.properties
