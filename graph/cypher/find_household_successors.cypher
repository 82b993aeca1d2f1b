// Finds the households an id stands for today: itself, or whatever its people live in since it was given up.
// Parameters: $id: a household id
// Returns: rows of {id}, by id; none if the id was never given out.
MATCH (:Household {id: $id})-[:BECAME*0..]->(household:Household)
WHERE NOT EXISTS { (household)-[:BECAME]->() }
RETURN DISTINCT household.id AS id
ORDER BY id
