// Upserts the enrolments that source records speak of.
// Parameters: $programme: code; $rows: list of {id, record, properties: {since, until, amount, status, agency, programme, compartment}},
//   record being the id of the source record; a property that is null is removed
// Returns: nothing.
MATCH (programme:Programme {code: $programme})
UNWIND $rows AS row
MATCH (record:SourceRecord {id: row.record})
MERGE (enrolment:Enrolment {id: row.id})
SET enrolment += row.properties
MERGE (enrolment)-[:IN_PROGRAMME]->(programme)
CREATE (record)-[:EVIDENCES]->(enrolment)
