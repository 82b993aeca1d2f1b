// Locks persons until the transaction ends, in the order given, and only then reads every record they consist of.
// Parameters: $persons: list of person ids, sorted
// Returns: rows of {person, updatedAt, key, standard, compartment}; a person who was retired meanwhile has none.
UNWIND $persons AS id
MATCH (person:Person {id: id})
SET person.updatedAt = person.updatedAt
WITH collect(person) AS locked
UNWIND locked AS person
MATCH (person)<-[identifies:IDENTIFIES]-(record:SourceRecord)
WHERE identifies.until IS NULL
RETURN
  person.id AS person,
  person.updatedAt AS updatedAt,
  record.key AS key,
  record.standard AS standard,
  record.compartment AS compartment
