// Appends a steward's answer to a question, ends the lease, and closes the question when the answer settles it.
// Parameters: $id: of the question; $opinion: {id, by, verdict, at, reason, blind, weight, asked}; $status: of the question
// from now on; $verdict: that settles it, or null; $disputed: do the answers so far contradict each other; $at: now
// Returns: one row of {id}.
MATCH (review:Review {id: $id})
CREATE (opinion:Opinion)-[:ANSWERS]->(review)
SET
  opinion = $opinion,
  review.status = $status,
  review.verdict = $verdict,
  review.disputed = $disputed,
  review.closedAt = CASE WHEN $status = 'OPEN' THEN null ELSE $at END,
  review.leasedBy = null,
  review.leasedUntil = null
RETURN opinion.id AS id
