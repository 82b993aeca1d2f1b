// Locks the current version of a record until the transaction ends: nobody supersedes it, or gives it other keys, meanwhile.
// Parameters: $key: record key
// Returns: one row of {id: of that version, standard, compartment, asked: does an open question concern it}; none where it
//   is not there, or was superseded while the lock was waited for.
MATCH (record:SourceRecord {current: true, key: $key})
SET record.version = record.version
WITH record
WHERE record.current
RETURN
  record.id AS id,
  record.standard AS standard,
  record.compartment AS compartment,
  EXISTS { (record)<-[:CONCERNS]-(:Review {status: 'OPEN'}) } AS asked
