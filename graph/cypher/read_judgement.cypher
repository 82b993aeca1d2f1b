// Reads a judgement that was not withdrawn.
// Parameters: $id: id of the judgement
// Returns: at most one row of {left, right}.
MATCH (judgement:Judgement {id: $id})
WHERE judgement.withdrawnAt IS NULL
RETURN judgement.left AS left, judgement.right AS right
