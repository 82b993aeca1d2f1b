// Streams the identifications now in force.
// Parameters: none
// Returns: rows of {key, record, person, digest}.
MATCH (record:SourceRecord)-[identifies:IDENTIFIES]->(person:Person)
WHERE identifies.until IS NULL
RETURN
  record.key AS key, record.id AS record, person.id AS person, identifies.digest AS digest
