// Reads an act and locks it until the transaction ends.
// Parameters: $id: id of the act
// Returns: at most one row of {properties, persons, undoneBy}: persons are those it changed.
MATCH (act:Act {id: $id})
SET act.at = act.at
RETURN
  properties(act) AS properties,
  COLLECT { MATCH (act)-[:CHANGED]->(person:Person) RETURN person.id ORDER BY person.id } AS persons,
  [(other:Act)-[:UNDOES]->(act) | other.id] AS undoneBy
