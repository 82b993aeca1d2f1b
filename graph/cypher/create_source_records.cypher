// Creates versions of source records under their source.
// Parameters: $source: name of the source; $at: when they came in; $rows: list of {properties}
// Returns: nothing.
MATCH (source:Source {name: $source})
UNWIND $rows AS row
CREATE (source)-[:HOLDS]->(record:SourceRecord)
SET record = row.properties, record.receivedAt = $at
