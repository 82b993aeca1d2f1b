// Locks one question and reads it.
// Parameters: $id; $opinion: id of the answer about to be given; $at: now; $compartments
// Returns: the question as in list_reviews, {opinions}: the verdicts given since it was opened,
// and {given}: is this answer there already; or no row.
MATCH (review:Review {id: $id})
WHERE review.compartment IN $compartments
SET review.lockedAt = $at
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
  coalesce(review.disputed, false) AS disputed,
  COLLECT {
    MATCH (opinion:Opinion)-[:ANSWERS]->(review)
    WHERE opinion.at >= review.openedAt
    RETURN opinion.verdict
    ORDER BY opinion.at, opinion.id
  } AS opinions,
  EXISTS { (:Opinion {id: $opinion})-[:ANSWERS]->(review) } AS given
