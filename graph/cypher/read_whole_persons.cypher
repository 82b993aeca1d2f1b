// Reads whole persons: the given records, and every other record of the persons they identify.
// Parameters: $keys: list of record keys
// Returns: one row of {rows}, because a message for each would cost more than what it says; rows of
//   {key, id, agency, compartment, standard, sent, marks, held, heldMarks, heldDigest, since, pins, lodgings, person, golden}: id is
//   the current version and held the one whose identification is in force since then (null: none); sent is [all properties, locale]
//   where standard is missing; golden are all properties of the person.
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
WITH
  {
    key: record.key,
    id: record.id,
    agency: record.agency,
    compartment: record.compartment,
    standard: record.standard,
    sent: CASE WHEN record.standard IS NULL THEN [properties(record), source.locale] END,
    marks: record {.markDoor, .markRegisteredDoor, .markCode, .markRegisteredCode, .markForm},
    held: held.id,
    heldMarks: held {.markDoor, .markRegisteredDoor, .markCode, .markRegisteredCode, .markForm},
    heldDigest: identifies.digest,
    since: identifies.since,
    pins: COLLECT {
      MATCH (pin:Pin {record: record.key})
      WHERE pin.withdrawnAt IS NULL
      RETURN properties(pin)
    },
    lodgings: COLLECT {
      MATCH (:SourceRecord {key: record.key})<-[:ABOUT]-(lodging:Lodging)
      WHERE lodging.withdrawnAt IS NULL
      RETURN properties(lodging)
    },
    person: person.id,
    golden: properties(person)
  } AS row
ORDER BY row.key
RETURN collect(row) AS rows
