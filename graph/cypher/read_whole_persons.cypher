// Reads whole persons: the given records, and every other record of the persons they identify.
// Parameters: $keys: list of record keys
// Returns: rows of {key, id, agency, compartment, locale, standard, sent, marks, held, heldMarks, heldDigest, since, pins, lodgings, person, golden}: id is
//   the current version and held the one whose identification is in force since then (null: none); sent are all properties where
//   standard is missing; golden are all properties of the person.
UNWIND $keys AS key
CALL (key) {
  RETURN key AS ofPerson
  UNION
  MATCH (:SourceRecord {key: key})-[mine:IDENTIFIES WHERE mine.until IS NULL]->(:Person)
    <-[theirs:IDENTIFIES WHERE theirs.until IS NULL]-(other:SourceRecord)
  RETURN other.key AS ofPerson
}
WITH DISTINCT ofPerson
MATCH (record:SourceRecord {current: true, key: ofPerson})
MATCH (source:Source)-[:HOLDS]->(record)
OPTIONAL MATCH (held:SourceRecord {key: ofPerson})-[identifies:IDENTIFIES WHERE identifies.until IS NULL]->(person:Person)
RETURN
  record.key AS key,
  record.id AS id,
  record.agency AS agency,
  record.compartment AS compartment,
  source.locale AS locale,
  record.standard AS standard,
  CASE WHEN record.standard IS NULL THEN properties(record) END AS sent,
  record {.markDoor, .markRegisteredDoor, .markCode, .markRegisteredCode, .markForm} AS marks,
  held.id AS held,
  held {.markDoor, .markRegisteredDoor, .markCode, .markRegisteredCode, .markForm} AS heldMarks,
  identifies.digest AS heldDigest,
  identifies.since AS since,
  COLLECT {
    MATCH (pin:Pin {record: record.key})
    WHERE pin.withdrawnAt IS NULL
    RETURN properties(pin)
  } AS pins,
  COLLECT {
    MATCH (:SourceRecord {key: record.key})<-[:ABOUT]-(lodging:Lodging)
    WHERE lodging.withdrawnAt IS NULL
    RETURN properties(lodging)
  } AS lodgings,
  person.id AS person,
  properties(person) AS golden
ORDER BY key
