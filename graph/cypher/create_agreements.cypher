// Creates agreements between their two agencies, for their purpose.
// Parameters: $rows: list of {provider, receiver, purpose, properties: {id, code, version, status, legalBasis, validFrom, validTo, digest}}
// Returns: nothing.
UNWIND $rows AS row
MATCH (provider:Agency {code: row.provider})
MATCH (receiver:Agency {code: row.receiver})
MATCH (purpose:Purpose {code: row.purpose})
CREATE (agreement:Agreement)
SET agreement = row.properties
CREATE (provider)-[:PROVIDES]->(agreement)
CREATE (receiver)-[:RECEIVES]->(agreement)
CREATE (agreement)-[:FOR]->(purpose)
