// Reads who has to do with persons, all at once: the households they have or had a part in, with everybody in them; their kin; and
// the families they are part of, with the kin of everybody in these.
// Parameters: $ties: {persons: list of person ids; homes: list of the ids of those and of others whose households alone are
//   wanted}; one map, so that lists of other lengths need no other plan
// Returns: one row of lists: memberships: [person, household, compartment, properties]; written: [id, digest] of these
//   households and their houses; kin: [person, other, relation, digest], person being the relation to other; families: [id,
//   compartment, digest, person, household], household null for a member who lives nowhere known.
CALL () {
  UNWIND $ties.homes AS id
  MATCH (:Person {id: id})-[:MEMBER_OF]->(household:Household)
  RETURN collect(DISTINCT household) AS households
}
CALL () {
  UNWIND $ties.persons AS id
  MATCH (person:Person {id: id})
  RETURN collect(person) AS persons
}
CALL (persons) {
  UNWIND persons AS person
  MATCH (person)-[:PART_OF]->(family:Family)
  RETURN collect(DISTINCT family) AS together
}
CALL (together) {
  UNWIND together AS family
  MATCH (family)<-[:PART_OF]-(person:Person)
  RETURN collect([family, person]) AS parts
}
CALL (persons, parts) {
  UNWIND persons + [part IN parts | part[1]] AS person
  WITH DISTINCT person
  MATCH (person)-[kin:KIN]-(:Person)
  WITH DISTINCT kin
  RETURN collect([startNode(kin).id, endNode(kin).id, kin.relation, kin.digest]) AS kin
}
RETURN
  COLLECT {
    UNWIND households AS household
    MATCH (household)<-[member:MEMBER_OF]-(person:Person)
    RETURN [person.id, household.id, household.compartment, properties(member)]
  } AS memberships,
  [household IN households | [household.id, household.digest]] + COLLECT {
    UNWIND households AS household
    MATCH (household)-[:IN_HOUSE]->(house:House)
    RETURN DISTINCT [house.id, house.digest]
  } AS written,
  kin,
  COLLECT {
    UNWIND parts AS part
    WITH part[0] AS family, part[1] AS person
    OPTIONAL MATCH (person)-[member:MEMBER_OF {livesHere: true}]->(household:Household)
    RETURN [family.id, family.compartment, family.digest, person.id, household.id]
  } AS families
