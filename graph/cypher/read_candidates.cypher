// Reads the current records on those of the given match keys that block.
// Parameters: $keys: list of ids of match keys; $itself: key of the record that looks for candidates
// Returns: rows of {key, standard, person}, each record once; person is null where it identifies nobody yet.
UNWIND $keys AS id
MATCH (key:MatchKey {id: id})
WHERE NOT key.stopped
MATCH (key)<-[:HAS_KEY]-(record:SourceRecord)
WHERE record.key <> $itself
WITH DISTINCT record
OPTIONAL MATCH (:SourceRecord {key: record.key})-[identifies:IDENTIFIES WHERE identifies.until IS NULL]->(person:Person)
RETURN record.key AS key, record.standard AS standard, person.id AS person
