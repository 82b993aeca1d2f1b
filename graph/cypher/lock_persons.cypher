// Locks persons until the transaction ends, in the order given, and only then reads every record they consist of, and what
// humans decided about these records among themselves and about the one that is to be placed.
// Parameters: $locks: {persons: list of person ids, sorted; itself: key of the record to be placed}
// Returns: one row of {members: list of {person, key, standard, compartment}, judgements: list of {id, left, right,
//   verdict, by, at, reason}}; a person who was retired meanwhile has no members.
UNWIND $locks.persons AS id
MATCH (person:Person {id: id})
SET person.updatedAt = person.updatedAt
WITH collect(person) AS locked
CALL (locked) {
  UNWIND locked AS person
  MATCH (person)<-[identifies:IDENTIFIES WHERE identifies.until IS NULL]-(record:SourceRecord)
  RETURN collect({
    person: person.id,
    key: record.key,
    standard: CASE
      WHEN record.current THEN record.standard
      ELSE head(COLLECT { MATCH (now:SourceRecord {current: true, key: record.key}) RETURN now.standard })
    END,
    compartment: record.compartment
  }) AS members
}
WITH members, [$locks.itself] + [member IN members | member.key] AS keys
RETURN
  members,
  COLLECT {
    UNWIND keys AS key
    MATCH (judgement:Judgement {left: key})
    WHERE judgement.right IN keys AND judgement.withdrawnAt IS NULL
    RETURN judgement {.id, .left, .right, .verdict, .by, .at, .reason}
  } AS judgements
