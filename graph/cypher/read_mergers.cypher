// Reads which ids became a person, and when.
// Parameters: $id: person id; $compartments: those whose ids are followed
// Returns: rows of {person, into, at, reason}, the earliest first.
MATCH path = (was:Person)-[:BECAME*1..16]->(:Person {id: $id})
WHERE all(step IN nodes(path) WHERE step.compartment IN $compartments)
WITH DISTINCT was, nodes(path)[1] AS next
MATCH (was)-[became:BECAME]->(next)
RETURN was.id AS person, next.id AS into, became.at AS at, became.reason AS reason
ORDER BY at, person, into
