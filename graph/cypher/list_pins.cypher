// Lists the pins that were not withdrawn, oldest first.
// Parameters: none
// Returns: rows of {properties}.
MATCH (pin:Pin)
WHERE pin.withdrawnAt IS NULL
RETURN properties(pin) AS properties
ORDER BY pin.at, pin.id
