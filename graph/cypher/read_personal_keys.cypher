// Reads the keys of some kinds that records are counted on, and how many records have the same.
// Parameters: $keys: list of record keys; $names: names of the kinds of keys
// Returns: rows of {id, name, compartment, count}, each key once.
UNWIND $keys AS record
MATCH (:SourceRecord {current: true, key: record})-[:HAS_KEY]->(held:MatchKey)
WHERE held.name IN $names
RETURN DISTINCT held.id AS id, held.name AS name, held.compartment AS compartment, held.count AS count
