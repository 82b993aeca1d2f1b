// Counts open questions by kind.
// Parameters: $at: now; $compartments
// Returns: rows of {kind, open, leased, disputed}.
MATCH (review:Review {status: 'OPEN'})
WHERE review.compartment IN $compartments
RETURN
  review.kind AS kind,
  count(review) AS open,
  count(CASE WHEN review.leasedUntil > $at THEN 1 END) AS leased,
  count(CASE WHEN review.disputed THEN 1 END) AS disputed
ORDER BY kind
