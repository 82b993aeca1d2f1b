// Lists the codes of all agencies.
// Parameters: none
// Returns: rows of {code}, by code.
MATCH (agency:Agency)
RETURN agency.code AS code
ORDER BY code
