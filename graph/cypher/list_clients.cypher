// Lists the client applications.
// Parameters: none
// Returns: rows of {id, agency, roles, purposes, compartments, areas}, by id.
MATCH (client:Client)-[:ACTS_FOR]->(agency:Agency)
RETURN
  client.id AS id,
  agency.code AS agency,
  client.roles AS roles,
  client.purposes AS purposes,
  client.compartments AS compartments,
  client.areas AS areas
ORDER BY id
