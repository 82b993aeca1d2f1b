// Streams the houses and what was last written of each.
// Parameters: none
// Returns: rows of {id, digest}.
MATCH (house:House)
RETURN house.id AS id, house.digest AS digest
