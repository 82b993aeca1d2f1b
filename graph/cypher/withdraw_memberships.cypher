// Takes back memberships that were concluded from records now understood otherwise; what was held stays as history.
// Parameters: $at: the instant; $rows: list of {person, household}
// Returns: nothing.
UNWIND $rows AS row
MATCH (person:Person {id: row.person})-[member:MEMBER_OF]->(household:Household {id: row.household})
CREATE (person)-[withdrawn:WITHDRAWN_MEMBER_OF]->(household)
SET withdrawn = properties(member), withdrawn.withdrawnAt = $at
DELETE member
