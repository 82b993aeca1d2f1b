// Upserts memberships; one person has at most one in a household.
// Parameters: $rows: list of {person, household, properties: {role, since, until, livesHere, registeredHere, records, digest}}
// Returns: nothing.
UNWIND $rows AS row
MATCH (person:Person {id: row.person})
MATCH (household:Household {id: row.household})
MERGE (person)-[member:MEMBER_OF]->(household)
SET member = row.properties
