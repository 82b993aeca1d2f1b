// Lists the lodgings that were not withdrawn, oldest first.
// Parameters: none
// Returns: rows of {properties}.
MATCH (lodging:Lodging)
WHERE lodging.withdrawnAt IS NULL
RETURN properties(lodging) AS properties
ORDER BY lodging.at, lodging.id
