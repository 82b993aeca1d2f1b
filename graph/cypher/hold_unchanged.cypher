// Locks persons and record versions until the transaction ends, and counts those that are no longer as they were: a person
// of whom other records tell or who was retired, a record that was superseded or is held to be somebody else.
// Parameters: $persons: list of {id, status: null for one that is to be founded, records: ids of the versions that identify
//   them}; $records: list of {id, person: whom the record is held to be, or null}; both in the order of the ids
// Returns: one row of {changed}.
CALL () {
  UNWIND $persons AS row
  MATCH (person:Person {id: row.id})
  SET person.updatedAt = person.updatedAt
  WITH row, person, COLLECT {
    MATCH (person)<-[identifies:IDENTIFIES WHERE identifies.until IS NULL]-(record:SourceRecord)
    RETURN record.id
  } AS held
  WHERE
    row.status IS NULL
    OR person.status <> row.status
    OR size(held) <> size(row.records)
    OR any(one IN held WHERE NOT one IN row.records)
  RETURN count(*) AS persons
}
CALL () {
  UNWIND $records AS row
  MATCH (record:SourceRecord {id: row.id})
  SET record.version = record.version
  WITH row, record
  WHERE
    NOT record.current
    OR EXISTS {
      MATCH (:SourceRecord {key: record.key})-[identifies:IDENTIFIES WHERE identifies.until IS NULL]->(person:Person)
      WHERE row.person IS NULL OR person.id <> row.person
    }
  RETURN count(*) AS records
}
RETURN persons + records AS changed
