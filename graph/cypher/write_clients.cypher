// Upserts client applications; a client acts for exactly one agency.
// Parameters: $rows: list of {id, agency, properties: {roles, purposes, compartments, areas}}
// Returns: nothing.
UNWIND $rows AS row
MATCH (agency:Agency {code: row.agency})
MERGE (client:Client {id: row.id})
SET client += row.properties
WITH client, agency
OPTIONAL MATCH (client)-[before:ACTS_FOR]->(other:Agency)
WHERE other <> agency
DELETE before
WITH DISTINCT client, agency
MERGE (client)-[:ACTS_FOR]->(agency)
