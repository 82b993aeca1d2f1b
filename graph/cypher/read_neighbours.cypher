// Reads whole persons of one compartment who share a door, a house code or a form with others, or a household with persons.
// Parameters: $near: {compartment; doors, codes, forms: lists of marks; persons: ids of those known already, not returned;
//   most: how many records of one mark are looked at}; one map, so that lists of other lengths need no other plan
// Returns: one row of {rows}, because a message for each would cost more than what it says; rows of
//   {key, id, agency, compartment, locale, standard, sent, marks, held, heldMarks, heldDigest, pins, lodgings, person, golden} as
//   read_whole_persons, golden being {id, status, compartment, digest, birthYear} and the address.
CALL () {
  UNWIND $near.doors AS mark
  CALL (mark) {
    MATCH (near:SourceRecord {markDoor: mark})
    WHERE near.current AND near.compartment = $near.compartment
    RETURN near
    LIMIT $near.most
  }
  RETURN near.key AS key
  UNION
  UNWIND $near.doors AS mark
  CALL (mark) {
    MATCH (near:SourceRecord {markRegisteredDoor: mark})
    WHERE near.current AND near.compartment = $near.compartment
    RETURN near
    LIMIT $near.most
  }
  RETURN near.key AS key
  UNION
  UNWIND $near.codes AS mark
  CALL (mark) {
    MATCH (near:SourceRecord {markCode: mark})
    WHERE near.current AND near.compartment = $near.compartment
    RETURN near
    LIMIT $near.most
  }
  RETURN near.key AS key
  UNION
  UNWIND $near.codes AS mark
  CALL (mark) {
    MATCH (near:SourceRecord {markRegisteredCode: mark})
    WHERE near.current AND near.compartment = $near.compartment
    RETURN near
    LIMIT $near.most
  }
  RETURN near.key AS key
  UNION
  UNWIND $near.forms AS mark
  CALL (mark) {
    MATCH (near:SourceRecord {markForm: mark})
    WHERE near.current AND near.compartment = $near.compartment
    RETURN near
    LIMIT $near.most
  }
  RETURN near.key AS key
  UNION
  UNWIND $near.persons AS id
  MATCH (:Person {id: id})-[:MEMBER_OF]->(:Household {compartment: $near.compartment})<-[member:MEMBER_OF]-(near:Person)
  WHERE member.livesHere
  MATCH (near)<-[identifies:IDENTIFIES WHERE identifies.until IS NULL]-(record:SourceRecord)
  RETURN record.key AS key
}
WITH DISTINCT key
MATCH (:SourceRecord {key: key})-[mine:IDENTIFIES WHERE mine.until IS NULL]->(person:Person)
WHERE person.compartment = $near.compartment AND NOT person.id IN $near.persons
WITH DISTINCT person
MATCH (person)<-[identifies:IDENTIFIES WHERE identifies.until IS NULL]-(held:SourceRecord)
MATCH (source:Source)-[:HOLDS]->(record:SourceRecord {current: true, key: held.key})
WITH
  {
    key: record.key,
    id: record.id,
    agency: record.agency,
    compartment: record.compartment,
    locale: source.locale,
    standard: record.standard,
    sent: CASE WHEN record.standard IS NULL THEN properties(record) END,
    marks: record {.markDoor, .markRegisteredDoor, .markCode, .markRegisteredCode, .markForm},
    held: held.id,
    heldMarks: CASE
      WHEN held.id <> record.id THEN held {.markDoor, .markRegisteredDoor, .markCode, .markRegisteredCode, .markForm}
    END,
    heldDigest: identifies.digest,
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
    golden: person {
      .id, .status, .compartment, .digest, .birthYear,
      .houseCode, .buildingNumber, .townshipNumber, .subLane, .lane, .streetName, .subDistrict, .district, .province, .postcode, .subDistrictCode, .districtCode, .provinceCode
    }
  } AS row
ORDER BY row.key
RETURN collect(row) AS rows
