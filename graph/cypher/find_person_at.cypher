// Finds whom a source record was held to be at an instant.
// Parameters: $key: record key; $on: the instant
// Returns: at most one row of {person, decidedBy}.
MATCH (:SourceRecord {key: $key})-[identifies:IDENTIFIES]->(person:Person)
WHERE identifies.since <= $on AND (identifies.until IS NULL OR $on < identifies.until)
RETURN person.id AS person, identifies.decidedBy AS decidedBy
