// Lists questions, those worth most first.
// Parameters: $status; $kinds: list or null; $compartments; $after_value, $after_id: where the page before ended, or
// null; $first: how many
// Returns: rows of {question: the properties of the Review, versions: pairs of record key and current record}.
MATCH (review:Review {status: $status})
WHERE
  review.compartment IN $compartments
  AND ($kinds IS NULL OR review.kind IN $kinds)
  AND ($after_id IS NULL OR review.value < $after_value OR (review.value = $after_value AND review.id > $after_id))
RETURN
  properties(review) AS question,
  COLLECT {
    UNWIND review.records AS key
    MATCH (record:SourceRecord {current: true, key: key})
    RETURN [key, record.id]
  } AS versions
ORDER BY review.value DESC, review.id
LIMIT $first
