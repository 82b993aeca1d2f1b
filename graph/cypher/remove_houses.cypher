// Takes houses away in which no household is, but for such as were given up.
// Parameters: $ids: list of house ids; $dissolved: digest of households that were given up
// Returns: nothing.
UNWIND $ids AS id
MATCH (house:House {id: id})
SET house.digest = house.digest
WITH house
WHERE NOT EXISTS { MATCH (house)<-[:IN_HOUSE]-(household:Household) WHERE household.digest <> $dissolved }
DETACH DELETE house
