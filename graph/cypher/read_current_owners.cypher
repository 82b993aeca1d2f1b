// Reads whose and how secret current source records are, and whom each identifies.
// Parameters: $keys: list of record keys
// Returns: rows of {key, id, agency, compartment, person}; person is null where it identifies nobody.
UNWIND $keys AS key
MATCH (record:SourceRecord {current: true, key: key})
OPTIONAL MATCH (:SourceRecord {key: key})-[identifies:IDENTIFIES WHERE identifies.until IS NULL]->(person:Person)
RETURN key, record.id AS id, record.agency AS agency, record.compartment AS compartment, person.id AS person
