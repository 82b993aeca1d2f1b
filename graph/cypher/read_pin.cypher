// Reads a pin that is in force.
// Parameters: $id: id of the pin
// Returns: at most one row of {properties}.
MATCH (pin:Pin {id: $id})
WHERE pin.withdrawnAt IS NULL
RETURN properties(pin) AS properties
