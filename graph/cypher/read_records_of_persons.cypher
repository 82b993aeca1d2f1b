// Reads which records identify persons now, for those to whom some compartments are all there is.
// Parameters: $persons: list of person ids; $compartments: those that count
// Returns: rows of {key}, each once, by key.
UNWIND $persons AS id
MATCH (person:Person {id: id})<-[identifies:IDENTIFIES WHERE identifies.until IS NULL]-(record:SourceRecord)
WHERE person.compartment IN $compartments AND record.compartment IN $compartments
RETURN DISTINCT record.key AS key ORDER BY key
