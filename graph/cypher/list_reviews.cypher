// Lists questions, those worth most first. An open one that the steward is to answer blind stands by its stakes instead of
// its value, which depends on the score.
// Parameters: $status; $kinds: list or null; $compartments; $after: id of the question that the page before ended with,
// or null; $steward: for whom they are listed, or null; $blind: are all of them blind; $first: how many
// Returns: rows of {question: the properties of the Review, versions: pairs of record key and current record}.
OPTIONAL MATCH (before:Review {id: $after})
WHERE before.compartment IN $compartments
WITH
  before.id AS beforeId,
  CASE
    WHEN $blind OR before.status = 'OPEN' AND (before.control OR (before.leasedBy = $steward AND before.leasedBlind)) THEN coalesce(before.stakes, 0.0)
    ELSE before.value
  END AS beforeRank
MATCH (review:Review {status: $status})
WHERE review.compartment IN $compartments AND ($kinds IS NULL OR review.kind IN $kinds)
WITH
  review,
  beforeId,
  beforeRank,
  CASE
    WHEN $blind OR review.status = 'OPEN' AND (review.control OR (review.leasedBy = $steward AND review.leasedBlind)) THEN coalesce(review.stakes, 0.0)
    ELSE review.value
  END AS rank
WHERE $after IS NULL OR rank < beforeRank OR (rank = beforeRank AND review.id > beforeId)
RETURN
  properties(review) AS question,
  COLLECT {
    UNWIND review.records AS key
    MATCH (record:SourceRecord {current: true, key: key})
    RETURN [key, record.id]
  } AS versions
ORDER BY rank DESC, review.id
LIMIT $first
