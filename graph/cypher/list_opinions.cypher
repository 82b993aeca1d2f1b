// Lists stewards' answers, oldest first.
// Parameters: $compartments
// Returns: rows of {review, by, verdict, at, blind, weight, asked: when the question was opened, or null}.
MATCH (opinion:Opinion)-[:ANSWERS]->(review:Review)
WHERE review.compartment IN $compartments
RETURN
  review.id AS review,
  opinion.by AS by,
  opinion.verdict AS verdict,
  opinion.at AS at,
  opinion.blind AS blind,
  opinion.weight AS weight,
  opinion.asked AS asked
ORDER BY at, opinion.id
