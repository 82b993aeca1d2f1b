// Moves agreements to another status; everything else of a version stays as it was agreed.
// Parameters: $rows: list of {id, status}
// Returns: nothing.
UNWIND $rows AS row
MATCH (agreement:Agreement {id: row.id})
SET agreement.status = row.status
