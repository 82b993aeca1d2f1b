// Locks persons until the transaction ends, in the order of their ids, and only then reads every record they consist of, what
// humans decided about these records among themselves and about the one that is to be placed, and who else carries the
// numbers of those records that it sees.
// Parameters: $locks: {persons: list of person ids; records: list of keys of records whose persons are to be locked; itself: key of the record to be placed; visible: the
//   compartments it sees}
// Returns: one row of {owners, members, latest, golden, judgements, witnesses}. owners: list of [key, person id], of the
//   records that identified somebody before the locks were had; members: list of {key, id, agency, compartment,
//   standard, sent, marks, held, heldMarks, heldDigest, since, pins, lodgings, person} as read_whole_persons; latest: when one
//   of these persons was last changed, or a visible record of theirs identified, as [seconds since 1970, microseconds] (an
//   instant costs the driver more than a hundred texts), and since the same of one that is not visible; golden: list of all properties of each person but the instants;
//   judgements: list of {id, left, right, verdict, by, at, reason}; witnesses: list of {key,
//   standard}, the records on one citizen id with a member as far as that key blocks. A person who was retired meanwhile
//   has no members.
CALL () {
  UNWIND $locks.records AS key
  MATCH (:SourceRecord {key: key})-[now:IDENTIFIES WHERE now.until IS NULL]->(owner:Person)
  RETURN collect([key, owner.id]) AS owners
}
CALL (owners) {
  UNWIND $locks.persons + [owned IN owners | owned[1]] AS id
  WITH DISTINCT id
  ORDER BY id
  MATCH (person:Person {id: id})
  SET person.updatedAt = person.updatedAt
  RETURN collect(person) AS locked
}
// Both are few or none, and then nothing is looked up for each record.
CALL () {
  MATCH (pin:Pin)
  RETURN count(pin) AS pinned
}
CALL () {
  MATCH (lodging:Lodging)
  RETURN count(lodging) AS lodged
}
CALL (locked, pinned, lodged) {
  UNWIND locked AS person
  MATCH (person)<-[identifies:IDENTIFIES WHERE identifies.until IS NULL]-(held:SourceRecord)
  CALL (held) {
    WITH held
    WHERE held.current
    RETURN held AS record
    UNION ALL
    UNWIND CASE WHEN held.current THEN [] ELSE [held.key] END AS key
    MATCH (record:SourceRecord {current: true, key: key})
    RETURN record
  }
  RETURN
    // What is sealed from the one that is to be placed shows in no instant either.
    max(CASE WHEN record.compartment IN $locks.visible THEN identifies.since END) AS since,
    collect(record) AS records,
    collect({
      key: record.key,
      id: record.id,
      agency: record.agency,
      compartment: record.compartment,
      standard: record.standard,
      sent: CASE
        WHEN record.standard IS NULL THEN [properties(record), head([(source:Source)-[:HOLDS]->(record) | source.locale])]
      END,
      marks: record {.markDoor, .markRegisteredDoor, .markCode, .markRegisteredCode, .markForm},
      held: held.id,
      heldMarks: CASE
        WHEN held.id <> record.id THEN held {.markDoor, .markRegisteredDoor, .markCode, .markRegisteredCode, .markForm}
      END,
      heldDigest: identifies.digest,
      since: CASE
        WHEN NOT record.compartment IN $locks.visible THEN [identifies.since.epochSeconds, identifies.since.microsecond]
      END,
      pins: CASE
        WHEN pinned > 0 THEN COLLECT {
          MATCH (pin:Pin {record: record.key})
          WHERE pin.withdrawnAt IS NULL
          RETURN properties(pin)
        }
        ELSE []
      END,
      lodgings: CASE
        WHEN lodged > 0 THEN COLLECT {
          MATCH (:SourceRecord {key: record.key})<-[:ABOUT]-(lodging:Lodging)
          WHERE lodging.withdrawnAt IS NULL
          RETURN properties(lodging)
        }
        ELSE []
      END,
      person: person.id
    }) AS members
}
CALL (records) {
  UNWIND records AS record
  WITH record
  WHERE record.compartment IN $locks.visible
  MATCH (record)-[:HAS_KEY]->(mine:MatchKey {name: 'citizen id'})
  WITH DISTINCT substring(mine.id, size(mine.compartment)) AS number
  UNWIND $locks.visible AS compartment
  MATCH (key:MatchKey {id: compartment + number})
  WHERE NOT key.stopped
  MATCH (key)<-[:HAS_KEY]-(other:SourceRecord)
  WHERE other.key <> $locks.itself
  WITH DISTINCT other
  RETURN collect({key: other.key, standard: other.standard}) AS witnesses
}
WITH
  owners, locked, members, witnesses,
  reduce(
    latest = since, at IN [person IN locked | person.updatedAt] | CASE WHEN latest IS NULL OR at > latest THEN at ELSE latest END
  ) AS latest,
  [$locks.itself] + [member IN members | member.key] AS keys
RETURN
  owners,
  members,
  CASE WHEN latest IS NOT NULL THEN [latest.epochSeconds, latest.microsecond] END AS latest,
  [person IN locked | person {.*, createdAt: null, updatedAt: null}] AS golden,
  // Looked up by its left side alone: by both it would be once for each two records.
  [judgement IN COLLECT {
    UNWIND keys AS key
    MATCH (judgement:Judgement)
    USING INDEX judgement:Judgement(left, right)
    WHERE judgement.left = key AND judgement.right > '' AND judgement.withdrawnAt IS NULL
    RETURN judgement {.id, .left, .right, .verdict, .by, .at, .reason}
  } WHERE judgement.right IN keys] AS judgements,
  witnesses
