// Lists the judgements between the given records that were not withdrawn.
// Parameters: $keys: list of record keys
// Returns: rows of {id, left, right, verdict, by, at, reason}.
UNWIND $keys AS key
MATCH (judgement:Judgement {left: key})
WHERE judgement.right IN $keys AND judgement.withdrawnAt IS NULL
RETURN
  judgement.id AS id,
  judgement.left AS left,
  judgement.right AS right,
  judgement.verdict AS verdict,
  judgement.by AS by,
  judgement.at AS at,
  judgement.reason AS reason
