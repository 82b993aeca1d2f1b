// Lists questions, those worth most first.
// Parameters: $status; $kinds: list or null; $compartments; $after_value, $after_id: where the page before ended, or
// null; $first: how many
// Returns: rows of {id, kind, left, right, records, weight, reason, value, control, status, openedAt, assignedTo,
// leasedBy, leasedUntil, verdict, disputed}.
MATCH (review:Review {status: $status})
WHERE
  review.compartment IN $compartments
  AND ($kinds IS NULL OR review.kind IN $kinds)
  AND ($after_id IS NULL OR review.value < $after_value OR (review.value = $after_value AND review.id > $after_id))
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
ORDER BY value DESC, id
LIMIT $first
