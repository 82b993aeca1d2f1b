// Takes enrolments from the persons whom their records no longer identify.
// Parameters: $rows: list of {key, person}
// Returns: nothing.
UNWIND $rows AS row
MATCH (:Person {id: row.person})-[enrolled:ENROLLED]->(:Enrolment {id: row.key})
DELETE enrolled
