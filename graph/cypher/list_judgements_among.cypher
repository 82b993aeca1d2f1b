// Lists the judgements between the given records that were not withdrawn.
// Parameters: $keys: list of record keys
// Returns: rows of {id, left, right, verdict, by, at, reason}.
UNWIND $keys AS key
// Looked up by its left side alone: by both it would be once for each two records.
MATCH (judgement:Judgement)
USING INDEX judgement:Judgement(left, right)
WHERE judgement.left = key AND judgement.right > '' AND judgement.withdrawnAt IS NULL
WITH collect(judgement) AS judgements
UNWIND [judgement IN judgements WHERE judgement.right IN $keys] AS judgement
RETURN
  judgement.id AS id,
  judgement.left AS left,
  judgement.right AS right,
  judgement.verdict AS verdict,
  judgement.by AS by,
  judgement.at AS at,
  judgement.reason AS reason
