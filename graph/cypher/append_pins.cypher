// Appends pins and points each at what its record said that day.
// Parameters: $rows: list of {record: key, properties: {id, record, field, value, origin, by, at, reason, act}}
// Returns: rows of {id} of those whose records are known.
UNWIND $rows AS row
MATCH (record:SourceRecord {current: true, key: row.record})
CREATE (pin:Pin)
SET pin = row.properties
CREATE (pin)-[:ABOUT]->(record)
RETURN pin.id AS id
