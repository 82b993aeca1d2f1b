// Reads the kin relations of persons, in both directions.
// Parameters: $persons: list of person ids
// Returns: rows of {person, other, relation, digest}: person is the relation to other.
UNWIND $persons AS id
MATCH (:Person {id: id})-[kin:KIN]-(:Person)
WITH DISTINCT kin
RETURN startNode(kin).id AS person, endNode(kin).id AS other, kin.relation AS relation, kin.digest AS digest
ORDER BY person, other, relation
