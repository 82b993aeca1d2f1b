// Reads the households of persons, with everybody who has or had a part in them.
// Parameters: $persons: list of person ids
// Returns: rows of {person, household, compartment, digest, properties} as list_memberships, digest being the household's.
UNWIND $persons AS id
MATCH (:Person {id: id})-[:MEMBER_OF]->(household:Household)
WITH DISTINCT household
MATCH (person:Person)-[member:MEMBER_OF]->(household)
RETURN
  person.id AS person,
  household.id AS household,
  household.compartment AS compartment,
  household.digest AS digest,
  properties(member) AS properties
ORDER BY household, person
