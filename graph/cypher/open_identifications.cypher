// Begins identifications.
// Parameters: $at: the instant; $rows: list of {record, person, properties: {decidedBy, supports, contradicts, digest}}
// Returns: nothing.
UNWIND $rows AS row
MATCH (record:SourceRecord {id: row.record})
MATCH (person:Person {id: row.person})
MERGE (record)-[identifies:IDENTIFIES {since: $at}]->(person)
SET identifies += row.properties, identifies.until = null
