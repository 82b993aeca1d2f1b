// Records what a steward did in one go, and whom it changed.
// Parameters: $properties: {id, kind, by, at, reason, compartment, before, after, judgements, withdrawnJudgements, pins, withdrawnPins,
//   lodgings, withdrawnLodgings, houses};
//   $persons: list of person ids, before and after; $undoes: id of the act that this one undoes, or null
// Returns: nothing.
CREATE (act:Act)
SET act = $properties
WITH act
CALL (act) {
  UNWIND $persons AS id
  MATCH (person:Person {id: id})
  MERGE (act)-[:CHANGED]->(person)
}
CALL (act) {
  MATCH (undone:Act {id: $undoes})
  CREATE (act)-[:UNDOES]->(undone)
}
