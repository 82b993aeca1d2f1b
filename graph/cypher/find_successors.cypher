// Finds the persons an id stands for today: itself, or whatever it was merged or split into.
// Parameters: $id: a person id
// Returns: rows of {id}, by id; none if the id was never given out.
MATCH (:Person {id: $id})-[:BECAME*0..]->(person:Person)
WHERE person.status = 'active'
RETURN DISTINCT person.id AS id
ORDER BY id
