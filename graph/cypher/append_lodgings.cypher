// Appends lodgings and points each at the records whose persons it is about.
// Parameters: $rows: list of {records: keys, properties: {id, members, beside, since, by, at, reason, act}}
// Returns: rows of {id, records}: how many of the records are known.
UNWIND $rows AS row
CREATE (lodging:Lodging)
SET lodging = row.properties
WITH row, lodging
CALL (row, lodging) {
  UNWIND row.records AS key
  MATCH (record:SourceRecord {current: true, key: key})
  CREATE (lodging)-[:ABOUT]->(record)
  RETURN count(record) AS records
}
RETURN lodging.id AS id, records
