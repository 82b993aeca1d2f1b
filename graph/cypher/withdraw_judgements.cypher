// Withdraws judgements that are in force; the judgements themselves stay as they were made.
// Parameters: $ids: list of judgement ids; $by, $reason: who withdraws them and why; $at: the instant
// Returns: rows of {id, left, right, verdict, reason} of those that were withdrawn now.
UNWIND $ids AS id
MATCH (judgement:Judgement {id: id})
WHERE judgement.withdrawnAt IS NULL
SET judgement.withdrawnAt = $at, judgement.withdrawnBy = $by, judgement.withdrawnReason = $reason
RETURN
  judgement.id AS id,
  judgement.left AS left,
  judgement.right AS right,
  judgement.verdict AS verdict,
  judgement.reason AS reason
