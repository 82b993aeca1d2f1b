// Gives a steward the open questions that are worth most and that nobody else holds. Two stewards at once never get
// one: the first write takes the lock, and what was read before it is looked at again.
// Parameters: $steward; $at: now; $until: end of the lease; $count; $kinds: list or null; $compartments
// Returns: rows of questions as in list_reviews.
MATCH (review:Review {status: 'OPEN'})
WHERE
  review.compartment IN $compartments
  AND ($kinds IS NULL OR review.kind IN $kinds)
  AND (review.leasedUntil IS NULL OR review.leasedUntil <= $at OR review.leasedBy = $steward)
  AND (review.assignedTo IS NULL OR review.assignedTo = $steward)
  AND NOT EXISTS {
    (opinion:Opinion {by: $steward})-[:ANSWERS]->(review)
    WHERE opinion.at >= review.openedAt
  }
WITH review
ORDER BY review.assignedTo IS NULL, review.value DESC, review.id
LIMIT $count
SET review.lockedAt = $at
WITH review
WHERE
  review.status = 'OPEN'
  AND (review.leasedUntil IS NULL OR review.leasedUntil <= $at OR review.leasedBy = $steward)
  AND (review.assignedTo IS NULL OR review.assignedTo = $steward)
SET review.leasedBy = $steward, review.leasedUntil = $until
RETURN
  review.id AS id,
  review.kind AS kind,
  review.left AS left,
  review.right AS right,
  review.records AS records,
  review.weight AS weight,
  review.reason AS reason,
  review.value AS value,
  review.control AS control,
  review.status AS status,
  review.openedAt AS openedAt,
  review.assignedTo AS assignedTo,
  review.leasedBy AS leasedBy,
  review.leasedUntil AS leasedUntil,
  review.verdict AS verdict,
  coalesce(review.disputed, false) AS disputed
ORDER BY review.assignedTo IS NULL, value DESC, id
