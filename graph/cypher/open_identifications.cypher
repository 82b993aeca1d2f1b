// Begins identifications.
// Parameters: $at: the instant; $rows: list of {record, person, at, properties: {decidedBy, supports, contradicts, digest}}; at
//   is another instant where this one begins at another
// Returns: nothing.
UNWIND $rows AS row
MATCH (record:SourceRecord {id: row.record})
MATCH (person:Person {id: row.person})
MERGE (record)-[identifies:IDENTIFIES {since: coalesce(row.at, $at)}]->(person)
SET identifies += row.properties, identifies.until = null
