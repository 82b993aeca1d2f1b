// Upserts households and puts each into its house; one that had become others lives again under its own id.
// Parameters: $rows: list of {id, house, properties}; house is an id or null
// Returns: nothing.
UNWIND $rows AS row
MERGE (household:Household {id: row.id})
SET household = row.properties
WITH row, household
CALL (household) {
  MATCH (household)-[became:BECAME]->(successor:Household)
  CREATE (household)-[past:HAD_BECOME]->(successor)
  SET past = properties(became)
  DELETE became
}
WITH row, household
OPTIONAL MATCH (household)-[elsewhere:IN_HOUSE]->(other:House)
WHERE row.house IS NULL OR other.id <> row.house
DELETE elsewhere
WITH DISTINCT row, household
MATCH (house:House {id: row.house})
MERGE (household)-[:IN_HOUSE]->(house)
