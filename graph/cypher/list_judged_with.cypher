// Lists the persons whom a human held to be the one a record is about, whatever keys they share.
// Parameters: $key: record key; $compartments: those whose records count
// Returns: rows of {key, standard, person, judged: true}, one a judged record.
CALL () {
  MATCH (judgement:Judgement {left: $key})
  WHERE judgement.verdict = 'SAME' AND judgement.withdrawnAt IS NULL
  RETURN judgement.right AS other
  UNION
  MATCH (judgement:Judgement {right: $key})
  WHERE judgement.verdict = 'SAME' AND judgement.withdrawnAt IS NULL
  RETURN judgement.left AS other
}
MATCH (held:SourceRecord {key: other})-[identifies:IDENTIFIES WHERE identifies.until IS NULL]->(person:Person)
MATCH (record:SourceRecord {current: true, key: other})
WHERE record.compartment IN $compartments
RETURN record.key AS key, record.standard AS standard, person.id AS person, true AS judged
