// Streams the kin relations, both directions, and what was last written of each.
// Parameters: none
// Returns: rows of {person, other, relation, digest}: person is the relation to other.
MATCH (person:Person)-[kin:KIN]->(other:Person)
RETURN person.id AS person, other.id AS other, kin.relation AS relation, kin.digest AS digest
