// Reads the persons who hold two or more records on a match key, with every record of the key's compartment they consist of.
// Parameters: $keys: list of ids of match keys; $compartment: of the keys
// Returns: rows of {person, key, standard}.
UNWIND $keys AS id
MATCH (:MatchKey {id: id})<-[:HAS_KEY]-(:SourceRecord)-[identifies:IDENTIFIES]->(person:Person {compartment: $compartment})
WHERE identifies.until IS NULL
WITH id, person, count(*) AS records
WHERE records >= 2
WITH DISTINCT person
MATCH (person)<-[identifies:IDENTIFIES]-(record:SourceRecord {compartment: $compartment})
WHERE identifies.until IS NULL
RETURN person.id AS person, record.key AS key, record.standard AS standard
