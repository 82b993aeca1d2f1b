// Retires persons: the id stays and leads to its successors, the golden values go with the records.
// Parameters: $at: the instant; $rows: list of {id, reason, became}
// Returns: nothing.
UNWIND $rows AS row
MATCH (person:Person {id: row.id})
WITH row, person, person.createdAt AS createdAt, person.compartment AS compartment
SET person = {id: row.id, status: row.reason, compartment: compartment}
SET person.createdAt = createdAt, person.updatedAt = $at
WITH row, person
UNWIND row.became AS successorId
MATCH (successor:Person {id: successorId})
MERGE (person)-[became:BECAME]->(successor)
SET became.at = $at, became.reason = row.reason
