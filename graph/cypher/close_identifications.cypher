// Ends identifications that are no longer held; they stay in the graph as history.
// Parameters: $at: the instant; $rows: list of {record, person, at}; at is another instant where this one ends at another
// Returns: nothing.
UNWIND $rows AS row
MATCH (:SourceRecord {id: row.record})-[identifies:IDENTIFIES]->(:Person {id: row.person})
WHERE identifies.until IS NULL
SET identifies.until = coalesce(row.at, $at)
