// Gives enrolments to the persons whom their records now identify.
// Parameters: $rows: list of {key, person}
// Returns: nothing.
UNWIND $rows AS row
MATCH (enrolment:Enrolment {id: row.key})
MATCH (person:Person {id: row.person})
MERGE (person)-[:ENROLLED]->(enrolment)
