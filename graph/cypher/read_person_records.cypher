// Reads which records identify persons now, and how secret both are.
// Parameters: $persons: list of person ids
// Returns: rows of {person, personCompartment, key, compartment}.
UNWIND $persons AS id
MATCH (person:Person {id: id})<-[identifies:IDENTIFIES WHERE identifies.until IS NULL]-(record:SourceRecord)
RETURN person.id AS person, person.compartment AS personCompartment, record.key AS key, record.compartment AS compartment
ORDER BY person, key
