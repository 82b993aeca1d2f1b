// Withdraws a judgement that is in force; the judgement itself stays as it was made.
// Parameters: $id: the judgement; $by, $reason: who withdraws it and why; $at: the instant
// Returns: one row of {id}, or none if there is no such judgement or it was withdrawn before.
MATCH (judgement:Judgement {id: $id})
WHERE judgement.withdrawnAt IS NULL
SET judgement.withdrawnAt = $at, judgement.withdrawnBy = $by, judgement.withdrawnReason = $reason
RETURN judgement.id AS id
