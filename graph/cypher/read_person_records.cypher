// Locks persons until the transaction ends, in the order given, and only then reads which records identify them.
// Parameters: $persons: list of person ids, sorted
// Returns: rows of {person, personCompartment, key, compartment}.
UNWIND $persons AS id
MATCH (person:Person {id: id})
SET person.updatedAt = person.updatedAt
WITH collect(person) AS locked
UNWIND locked AS person
MATCH (person)<-[identifies:IDENTIFIES WHERE identifies.until IS NULL]-(record:SourceRecord)
RETURN person.id AS person, person.compartment AS personCompartment, record.key AS key, record.compartment AS compartment
ORDER BY person, key
