// Lists acts on the same persons that came later and still hold: they were not undone, nor do they only undo such. An act of
// another sealed compartment is not among them: nothing may depend on it.
// Parameters: $id: id of an act
// Returns: rows of {id}, oldest first.
MATCH (act:Act {id: $id})-[:CHANGED]->(:Person)<-[:CHANGED]-(later:Act)
WHERE (later.at > act.at OR (later.at = act.at AND later.id > act.id)) AND later.compartment IN ['open', act.compartment]
WITH DISTINCT act, later
WHERE NOT EXISTS { (later)<-[:UNDOES]-(:Act) }
  AND NOT EXISTS { MATCH (later)-[:UNDOES]->(undone:Act) WHERE undone.at > act.at OR (undone.at = act.at AND undone.id > act.id) }
RETURN later.id AS id
ORDER BY later.at, later.id
