// Lists questions, those worth most first.
// Parameters: $status; $kinds: list or null; $compartments; $after: id of the question that the page before ended with,
// or null; $first: how many
// Returns: rows of {question: the properties of the Review, versions: pairs of record key and current record}.
OPTIONAL MATCH (before:Review {id: $after})
WHERE before.compartment IN $compartments
MATCH (review:Review {status: $status})
WHERE
  review.compartment IN $compartments
  AND ($kinds IS NULL OR review.kind IN $kinds)
  AND ($after IS NULL OR review.value < before.value OR (review.value = before.value AND review.id > before.id))
RETURN
  properties(review) AS question,
  COLLECT {
    UNWIND review.records AS key
    MATCH (record:SourceRecord {current: true, key: key})
    RETURN [key, record.id]
  } AS versions
ORDER BY review.value DESC, review.id
LIMIT $first
