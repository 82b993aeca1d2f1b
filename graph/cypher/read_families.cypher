// Reads the families of persons: their members, and where each of those lives.
// Parameters: $persons: list of person ids
// Returns: rows of {id, compartment, digest, person, household}; household is null for a member who lives nowhere known.
UNWIND $persons AS id
MATCH (:Person {id: id})-[:PART_OF]->(family:Family)
WITH DISTINCT family
MATCH (family)<-[:PART_OF]-(person:Person)
OPTIONAL MATCH (person)-[member:MEMBER_OF {livesHere: true}]->(household:Household)
RETURN
  family.id AS id,
  family.compartment AS compartment,
  family.digest AS digest,
  person.id AS person,
  household.id AS household
ORDER BY id, person
