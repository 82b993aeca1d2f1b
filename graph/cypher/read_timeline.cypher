// Reads which records were ever held to be a person, under this id or one that became it.
// Parameters: $id: person id; $compartments: those whose ids are followed
// Returns: rows of {person, record, since, until, decidedBy}, the earliest first; person is the id of the time.
MATCH path = (was:Person)-[:BECAME*0..16]->(:Person {id: $id})
WHERE all(step IN nodes(path) WHERE step.compartment IN $compartments)
WITH DISTINCT was
MATCH (record:SourceRecord)-[identifies:IDENTIFIES]->(was)
WHERE record.compartment IN $compartments
RETURN was.id AS person, record.id AS record, identifies.since AS since, identifies.until AS until,
  identifies.decidedBy AS decidedBy
ORDER BY since, record
