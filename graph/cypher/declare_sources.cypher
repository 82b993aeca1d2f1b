// Upserts sources and links each to the agency that owns it.
// Parameters: $rows: list of {name, agency, properties: {title, agency, compartment, trust, format, programme, locale}}
// Returns: nothing.
UNWIND $rows AS row
MATCH (agency:Agency {code: row.agency})
MERGE (source:Source {name: row.name})
SET source += row.properties
MERGE (agency)-[:OWNS]->(source)
