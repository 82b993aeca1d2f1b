// Drops open questions that nobody need answer any more, and keeps with each why: two persons who have become one since
// (ONE_PERSON), one who has been parted since (SEPARATE_PERSONS), two records that a human has decided about otherwise
// (JUDGED), records that say something else by now and were not asked about again (RECORD_CHANGED), and what only the batch
// could see and no longer does (NO_DRIFT). What was answered stays, and who held it; one that was answered before it could be
// locked keeps its answer.
// Parameters: $at: now; $keys: record keys of which one must have been concerned, or null: all questions; $places: compartments
// whose questions are looked at, or null: all; $anew: reasons of which whatever still applies has just been asked again, or
// null: all reasons; $drift: ids of the questions of kind DRIFT that still stand, or null to leave them
// Returns: one row of {dropped}.
CALL () {
  WITH $keys AS keys
  WHERE keys IS NULL
  MATCH (review:Review {status: 'OPEN'})
  RETURN review
  UNION
  UNWIND coalesce($keys, []) AS key
  MATCH (:SourceRecord {key: key})<-[:CONCERNS]-(review:Review {status: 'OPEN'})
  RETURN review
}
WITH review
WHERE $places IS NULL OR review.compartment IN $places
OPTIONAL MATCH (leftRecord:SourceRecord {current: true, key: review.left})
OPTIONAL MATCH (leftRecord)-[one:IDENTIFIES WHERE one.until IS NULL]->(left:Person)
OPTIONAL MATCH (rightRecord:SourceRecord {current: true, key: review.right})
OPTIONAL MATCH (rightRecord)-[other:IDENTIFIES WHERE other.until IS NULL]->(right:Person)
WITH review, CASE
  WHEN review.kind IN ['PAIR', 'REFUSED_JOIN', 'CONTESTED_ID'] AND review.parted AND left = right THEN 'ONE_PERSON'
  WHEN (review.kind = 'BROKEN' OR review.kind IN ['PAIR', 'CONTESTED_ID'] AND NOT review.parted) AND left <> right THEN 'SEPARATE_PERSONS'
  WHEN review.kind <> 'DRIFT' AND EXISTS {
    (judgement:Judgement {left: review.left, right: review.right})
    WHERE judgement.verdict <> 'UNSURE' AND judgement.withdrawnAt IS NULL AND judgement.at >= review.openedAt
  } THEN 'JUDGED'
  WHEN review.kind IN ['PAIR', 'REFUSED_JOIN', 'CONTESTED_ID']
    AND ($anew IS NULL OR review.reason IN $anew)
    AND (NOT EXISTS { (review)-[:CONCERNS]->(leftRecord) } OR NOT EXISTS { (review)-[:CONCERNS]->(rightRecord) }) THEN 'RECORD_CHANGED'
  WHEN review.kind = 'DRIFT' AND $drift IS NOT NULL AND NOT review.id IN $drift THEN 'NO_DRIFT'
END AS why
WHERE why IS NOT NULL
WITH review, why
ORDER BY review.id
SET review.lockedAt = review.lockedAt
WITH review, why
WHERE review.status = 'OPEN'
SET review.status = 'DROPPED', review.closedAt = $at, review.closedReason = why
RETURN count(review) AS dropped
