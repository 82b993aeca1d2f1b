// Reads what is written under person ids, retired ones too.
// Parameters: $ids: list of person ids
// Returns: rows of {golden}: all properties; ids never given out are absent.
UNWIND $ids AS id
MATCH (person:Person {id: id})
RETURN properties(person) AS golden
