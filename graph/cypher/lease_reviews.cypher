// Gives a steward the open questions that are worth most and that nobody else holds. Two stewards at once never get
// one: the first write takes the lock, and what was read before it is looked at again. What is answered blind stands in
// line by its stakes, which do not depend on the score; what he holds with sight of the score is not given to him blind.
// Parameters: $steward; $at: now; $until: end of the lease; $blind: is the score hidden; $count; $kinds: list or null; $compartments
// Returns: rows as list_reviews.
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
  AND NOT ($blind AND NOT review.control AND coalesce(review.leasedBy = $steward AND NOT review.leasedBlind, false))
WITH review, CASE WHEN $blind OR review.control THEN coalesce(review.stakes, 0.0) ELSE review.value END AS rank
ORDER BY review.assignedTo IS NULL, rank DESC, review.id
LIMIT $count
SET review.lockedAt = $at
WITH review, rank
WHERE
  review.status = 'OPEN'
  AND (review.leasedUntil IS NULL OR review.leasedUntil <= $at OR review.leasedBy = $steward)
  AND (review.assignedTo IS NULL OR review.assignedTo = $steward)
WITH
  review,
  rank,
  COLLECT {
    UNWIND review.records AS key
    MATCH (record:SourceRecord {current: true, key: key})
    RETURN [key, record.id]
  } AS versions
SET
  review.leasedBy = $steward,
  review.leasedUntil = $until,
  review.leasedBlind = $blind OR review.control,
  review.leasedRecords = [version IN versions | version[1]]
RETURN properties(review) AS question, versions
ORDER BY review.assignedTo IS NULL, rank DESC, review.id
