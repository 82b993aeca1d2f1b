// Upserts programmes and links each to the agency that offers it.
// Parameters: $rows: list of {code, agency, properties: {nameTh, nameEn, agency}}
// Returns: nothing.
UNWIND $rows AS row
MATCH (agency:Agency {code: row.agency})
MERGE (programme:Programme {code: row.code})
SET programme += row.properties
MERGE (agency)-[:OFFERS]->(programme)
