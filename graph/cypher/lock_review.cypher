// Locks one question and reads it.
// Parameters: $id; $opinion: id of the answer about to be given; $at: now; $compartments
// Returns: a row as list_reviews, and {opinions}: the verdicts given since it was opened, {given}: is this answer there
// already; or no row.
MATCH (review:Review {id: $id})
WHERE review.compartment IN $compartments
SET review.lockedAt = $at
RETURN
  properties(review) AS question,
  COLLECT {
    UNWIND review.records AS key
    MATCH (record:SourceRecord {current: true, key: key})
    RETURN [key, record.id]
  } AS versions,
  COLLECT {
    MATCH (opinion:Opinion)-[:ANSWERS]->(review)
    WHERE opinion.at >= review.openedAt
    RETURN opinion.verdict
    ORDER BY opinion.at, opinion.id
  } AS opinions,
  EXISTS { (:Opinion {id: $opinion})-[:ANSWERS]->(review) } AS given
