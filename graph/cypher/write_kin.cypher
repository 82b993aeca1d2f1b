// Upserts kin relations.
// Parameters: $rows: list of {person, other, relation, properties: {records, digest}}
// Returns: nothing.
UNWIND $rows AS row
MATCH (person:Person {id: row.person})
MATCH (other:Person {id: row.other})
MERGE (person)-[kin:KIN {relation: row.relation}]->(other)
SET kin += row.properties
