// Drops open questions that nobody need answer any more: two persons who have become one since, one who has been
// parted since, and what only the batch could see and no longer does. One that was answered before it could be locked
// keeps its answer.
// Parameters: $at: now; $drift: ids of the questions of kind DRIFT that still stand, or null to leave them
// Returns: one row of {dropped}.
MATCH (review:Review {status: 'OPEN'})
OPTIONAL MATCH (:SourceRecord {current: true, key: review.left})-[one:IDENTIFIES]->(left:Person)
WHERE one.until IS NULL
OPTIONAL MATCH (:SourceRecord {current: true, key: review.right})-[other:IDENTIFIES]->(right:Person)
WHERE other.until IS NULL
WITH review, left, right
WHERE
  (review.kind IN ['PAIR', 'REFUSED_JOIN'] AND review.parted AND left = right)
  OR (review.kind = 'BROKEN' AND left <> right)
  OR (review.kind = 'DRIFT' AND $drift IS NOT NULL AND NOT review.id IN $drift)
SET review.lockedAt = review.lockedAt
WITH review
WHERE review.status = 'OPEN'
SET review.status = 'DROPPED', review.closedAt = $at, review.leasedBy = null, review.leasedUntil = null
RETURN count(review) AS dropped
