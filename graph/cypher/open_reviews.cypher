// Opens questions for humans, or renews what is known of open ones. One that was answered, or decided about otherwise, is
// opened again only when its records have changed since; one that was dropped for another reason whenever it is asked again. It is locked before anything of it is read: somebody may be answering.
// Parameters: $at: now; $rows: list of {id, properties, records: ids of record versions}, in the order of the ids
// Returns: rows of {id, opened}: was it opened just now.
UNWIND $rows AS row
MERGE (review:Review {id: row.id})
  ON CREATE SET review.status = 'NEW'
  ON MATCH SET review.lockedAt = review.lockedAt
WITH row, review, review.status = 'NEW' OR (
  review.status <> 'OPEN'
  AND (
    review.basis <> row.properties.basis
    OR (review.status = 'DROPPED' AND coalesce(review.closedReason, 'JUDGED') <> 'JUDGED')
  )
) AS opened
WHERE opened OR review.status = 'OPEN'
SET review += row.properties
FOREACH (again IN CASE WHEN opened THEN [1] ELSE [] END |
  SET review.status = 'OPEN', review.openedAt = $at, review.verdict = null, review.closedAt = null,
    review.closedReason = null, review.disputed = null, review.leasedBy = null, review.leasedUntil = null
)
WITH row, review, opened
CALL (row, review) {
  UNWIND row.records AS id
  MATCH (record:SourceRecord {id: id})
  MERGE (review)-[:CONCERNS]->(record)
}
RETURN DISTINCT review.id AS id, opened
