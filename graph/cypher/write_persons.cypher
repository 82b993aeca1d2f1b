// Upserts persons; what a person no longer has is removed, the time of creation stays.
// Parameters: $at: the instant; $rows: list of {id, properties}
// Returns: nothing.
UNWIND $rows AS row
MERGE (person:Person {id: row.id})
WITH row, person, coalesce(person.createdAt, $at) AS createdAt
SET person = row.properties
SET person.createdAt = createdAt, person.updatedAt = $at
