// Deletes kin relations that no record states any more.
// Parameters: $rows: list of {person, other, relation}
// Returns: nothing.
UNWIND $rows AS row
MATCH (:Person {id: row.person})-[kin:KIN {relation: row.relation}]->(:Person {id: row.other})
DELETE kin
