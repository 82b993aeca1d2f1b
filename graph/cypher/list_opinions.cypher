// Lists stewards' answers, oldest first.
// Parameters: $compartments
// Returns: rows of {review, by, verdict, at, blind, weight}.
MATCH (opinion:Opinion)-[:ANSWERS]->(review:Review)
WHERE review.compartment IN $compartments
RETURN
  review.id AS review,
  opinion.by AS by,
  opinion.verdict AS verdict,
  opinion.at AS at,
  opinion.blind AS blind,
  opinion.weight AS weight
ORDER BY at, opinion.id
