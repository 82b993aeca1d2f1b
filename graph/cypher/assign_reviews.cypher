// Gives open questions to one steward, or to everybody again; a lease held by somebody else stays until it ends. One that
// was answered before it could be locked is not assigned.
// Parameters: $ids; $steward: or null; $by; $at; $compartments
// Returns: rows of {id} of those that were assigned.
UNWIND $ids AS id
MATCH (review:Review {id: id, status: 'OPEN'})
WHERE review.compartment IN $compartments
SET review.lockedAt = review.lockedAt
WITH review
WHERE review.status = 'OPEN'
SET review.assignedTo = $steward, review.assignedBy = $by, review.assignedAt = $at
RETURN review.id AS id
