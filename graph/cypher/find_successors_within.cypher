// Finds the persons in use that an id stands for, for those to whom some compartments are all there is.
// Parameters: $id: person id; $compartments: those whose ids are followed
// Returns: rows of {id}, sorted.
MATCH path = (:Person {id: $id})-[:BECAME*0..16]->(now:Person {status: 'active'})
WHERE all(step IN nodes(path) WHERE step.compartment IN $compartments)
RETURN DISTINCT now.id AS id ORDER BY id
