// Takes back lodgings that are in force; the lodgings themselves stay as they were made.
// Parameters: $ids: list of lodging ids; $by, $reason: who takes them back and why; $at: the instant
// Returns: rows of {id} of those that were taken back now.
UNWIND $ids AS id
MATCH (lodging:Lodging {id: id})
WHERE lodging.withdrawnAt IS NULL
SET lodging.withdrawnAt = $at, lodging.withdrawnBy = $by, lodging.withdrawnReason = $reason
RETURN lodging.id AS id
