// Lists the records that a human held to be about the same person as a record, whatever keys they share.
// Parameters: $key: record key; $compartments: those whose records count
// Returns: rows of {key, standard}, one a judged record.
CALL () {
  MATCH (judgement:Judgement {left: $key})
  WHERE judgement.verdict = 'SAME' AND judgement.withdrawnAt IS NULL
  RETURN judgement.right AS other
  UNION
  MATCH (judgement:Judgement {right: $key})
  WHERE judgement.verdict = 'SAME' AND judgement.withdrawnAt IS NULL
  RETURN judgement.left AS other
}
MATCH (record:SourceRecord {current: true, key: other})
WHERE record.compartment IN $compartments
RETURN record.key AS key, record.standard AS standard
