// Gives back a question that a steward holds, unanswered. What was read before the lock is looked at again: somebody else
// may hold it by then.
// Parameters: $id; $steward
// Returns: one row of {id}, or none if the steward does not hold it.
MATCH (review:Review {id: $id, status: 'OPEN', leasedBy: $steward})
SET review.lockedAt = review.lockedAt
WITH review
WHERE review.status = 'OPEN' AND review.leasedBy = $steward
SET review.leasedBy = null, review.leasedUntil = null
RETURN review.id AS id
