// Streams the memberships, past ones included.
// Parameters: none
// Returns: rows of {person, household, compartment, properties}; compartment is the household's, properties
//   are {role, since, until, livesHere, registeredHere, records, digest}.
MATCH (person:Person)-[member:MEMBER_OF]->(household:Household)
RETURN
  person.id AS person,
  household.id AS household,
  household.compartment AS compartment,
  properties(member) AS properties
