// Makes persons part of families.
// Parameters: $rows: list of {person, family}
// Returns: nothing.
UNWIND $rows AS row
MATCH (person:Person {id: row.person})
MATCH (family:Family {id: row.family})
MERGE (person)-[:PART_OF]->(family)
