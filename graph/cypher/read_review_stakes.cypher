// Reads what hangs on questions about records: whom they identify, and how many open services that person has.
// Parameters: $keys: record keys
// Returns: rows of {key, record, compartment, person, enrolments}.
UNWIND $keys AS key
MATCH (record:SourceRecord {current: true, key: key})
OPTIONAL MATCH (record)-[held:IDENTIFIES]->(person:Person)
WHERE held.until IS NULL
RETURN
  key,
  record.id AS record,
  record.compartment AS compartment,
  person.id AS person,
  COUNT {
    (person)-[:ENROLLED]->(enrolment:Enrolment)
    WHERE enrolment.compartment = 'open' AND enrolment.status = 'active'
  } AS enrolments
