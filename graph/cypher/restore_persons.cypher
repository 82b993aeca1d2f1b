// Gives retired ids back to their persons: what they had become is kept as a thing of the past.
// Parameters: $at: the instant; $rows: list of {id}
// Returns: nothing.
UNWIND $rows AS row
MATCH (person:Person {id: row.id})-[became:BECAME]->(successor:Person)
CREATE (person)-[past:HAD_BECOME]->(successor)
SET past = properties(became), past.until = $at
DELETE became
