// Lists which agreements are in the graph and what each says.
// Parameters: none
// Returns: rows of {id, digest}.
MATCH (agreement:Agreement)
RETURN agreement.id AS id, agreement.digest AS digest
