// Whether two of some records stand in an open question that a steward is to answer blind: a control, or one that he was
// given without sight of the score.
// Parameters: $keys: list of record keys; $steward; $compartments
// Returns: a row {found}.
UNWIND $keys AS key
MATCH (:SourceRecord {key: key})<-[:CONCERNS]-(review:Review)
WHERE
  review.status = 'OPEN'
  AND review.compartment IN $compartments
  AND (review.control OR (review.leasedBy = $steward AND review.leasedBlind))
WITH DISTINCT review
WHERE size([key IN review.records WHERE key IN $keys]) > 1
RETURN count(review) > 0 AS found
