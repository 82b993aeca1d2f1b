// Reads what was last written under some ids, and which of them were ever given out.
// Parameters: $ids: list of ids of persons, households and houses
// Returns: rows of {id, digest}.
CALL () {
  UNWIND $ids AS id
  MATCH (thing:Person {id: id})
  RETURN thing
  UNION
  UNWIND $ids AS id
  MATCH (thing:Household {id: id})
  RETURN thing
  UNION
  UNWIND $ids AS id
  MATCH (thing:House {id: id})
  RETURN thing
}
RETURN thing.id AS id, thing.digest AS digest
