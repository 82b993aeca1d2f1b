// Lists the judgements that were not withdrawn, oldest first.
// Parameters: none
// Returns: rows of {id, left, right, verdict, by, at, reason}.
MATCH (judgement:Judgement)
WHERE judgement.withdrawnAt IS NULL
RETURN
  judgement.id AS id,
  judgement.left AS left,
  judgement.right AS right,
  judgement.verdict AS verdict,
  judgement.by AS by,
  judgement.at AS at,
  judgement.reason AS reason
ORDER BY at, id
