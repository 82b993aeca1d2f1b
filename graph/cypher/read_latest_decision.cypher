// Reads when something was last decided about some records or the persons they identify. What other compartments seal counts
// for nothing: its time must not show in what is decided after it.
// Parameters: $keys: list of record keys; $compartments: those whose records and acts count; $undoes: id of the act to be taken back, or null
// Returns: one row of {at}; null where nothing was.
CALL () {
  UNWIND $keys AS key
  MATCH (record:SourceRecord {current: true, key: key})
  WHERE record.compartment IN $compartments
  RETURN collect(key) AS known
}
CALL (known) {
  UNWIND known AS key
  MATCH (:SourceRecord {key: key})-[identifies:IDENTIFIES WHERE identifies.until IS NULL]->(person:Person)
  WITH DISTINCT person
  MATCH (person)<-[:CHANGED]-(act:Act)
  WHERE act.compartment IN $compartments
  RETURN max(act.at) AS acted
}
CALL () {
  MATCH (act:Act {id: $undoes})
  RETURN max(act.at) AS undone
}
CALL (known) {
  UNWIND known AS key
  // Looked up by its left side alone: by both it would be once for each two records.
  MATCH (judgement:Judgement)
  USING INDEX judgement:Judgement(left, right)
  WHERE judgement.left = key AND judgement.right > '' AND judgement.right IN known
  RETURN max(judgement.at) AS judged
}
CALL (known) {
  UNWIND known AS key
  MATCH (pin:Pin {record: key})
  RETURN max(pin.at) AS pinned
}
CALL (known) {
  UNWIND known AS key
  MATCH (:SourceRecord {key: key})<-[:ABOUT]-(lodging:Lodging)
  RETURN max(lodging.at) AS lodged
}
UNWIND [acted, undone, judged, pinned, lodged] AS each
RETURN max(each) AS at
