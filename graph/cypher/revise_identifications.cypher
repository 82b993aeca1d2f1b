// Rewrites which golden values the records now in force support or contradict.
// Parameters: $rows: list of {record, person, properties: {supports, contradicts, digest}}
// Returns: nothing.
UNWIND $rows AS row
MATCH (:SourceRecord {id: row.record})-[identifies:IDENTIFIES]->(:Person {id: row.person})
WHERE identifies.until IS NULL
SET identifies += row.properties
