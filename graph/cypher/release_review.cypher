// Gives back a question that a steward holds, unanswered.
// Parameters: $id; $steward
// Returns: one row of {id}, or none if the steward does not hold it.
MATCH (review:Review {id: $id, status: 'OPEN', leasedBy: $steward})
SET review.leasedBy = null, review.leasedUntil = null
RETURN review.id AS id
