// Reads whole persons of one compartment who share a door, a house code or a form with others, for where they live.
// Parameters: $near: {compartment; doors, codes, forms: lists of marks; persons: ids of those known already, not returned;
//   most: how many records of one mark are looked at}; one map, so that lists of other lengths need no other plan
// Returns: one row of {rows}, because a message for each would cost more than what it says; rows of
//   {key, person, locale, standard, sent}; sent are all properties where standard is missing.
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
}
WITH DISTINCT key
MATCH (:SourceRecord {key: key})-[mine:IDENTIFIES WHERE mine.until IS NULL]->(person:Person)
WHERE person.compartment = $near.compartment AND NOT person.id IN $near.persons
WITH DISTINCT person
MATCH (person)<-[identifies:IDENTIFIES WHERE identifies.until IS NULL]-(held:SourceRecord {compartment: $near.compartment})
MATCH (source:Source)-[:HOLDS]->(record:SourceRecord {current: true, key: held.key})
WITH
  {
    key: record.key,
    person: person.id,
    locale: source.locale,
    standard: record.standard,
    sent: CASE WHEN record.standard IS NULL THEN properties(record) END
  } AS row
ORDER BY row.key
RETURN collect(row) AS rows
