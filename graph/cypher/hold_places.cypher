// Holds the doors, house codes and forms that records of one compartment name until the transaction ends, in the order of
// their ids: nobody else works out who lives there meanwhile. What stands there is read only after it.
// Parameters: $keys: list of record keys; $compartment: those of another are passed over
// Returns: nothing.
UNWIND $keys AS key
MATCH (record:SourceRecord {current: true, key: key})
WHERE record.compartment = $compartment
UNWIND [record.markDoor, record.markRegisteredDoor, record.markCode, record.markRegisteredCode, record.markForm] AS mark
WITH DISTINCT mark
WHERE mark IS NOT NULL
WITH $compartment + '|place|' + mark AS id
ORDER BY id
MERGE (key:MatchKey {id: id})
ON CREATE SET key.name = 'place', key.compartment = $compartment, key.count = 0, key.cap = 0, key.stopped = false
SET key.count = key.count
