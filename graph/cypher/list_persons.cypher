// Streams every person id ever given out, with its status and what was last written under it.
// Parameters: none
// Returns: rows of {id, status, digest}.
MATCH (person:Person)
RETURN person.id AS id, person.status AS status, person.digest AS digest
