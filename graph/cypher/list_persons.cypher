// Streams every person id ever given out, with its status, its compartment and what was last written under it.
// Parameters: none
// Returns: rows of {id, status, compartment, digest}.
MATCH (person:Person)
RETURN person.id AS id, person.status AS status, person.compartment AS compartment, person.digest AS digest
