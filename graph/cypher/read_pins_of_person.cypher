// Reads the pins in force on the records of a person.
// Parameters: $person: person id
// Returns: rows of {properties}, oldest first.
MATCH (:Person {id: $person})<-[identifies:IDENTIFIES WHERE identifies.until IS NULL]-(record:SourceRecord)
MATCH (pin:Pin {record: record.key})
WHERE pin.withdrawnAt IS NULL
RETURN properties(pin) AS properties
ORDER BY pin.at, pin.id
