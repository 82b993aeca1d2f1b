// Takes all members and households from the given families.
// Parameters: $rows: list of {id}
// Returns: nothing.
UNWIND $rows AS row
MATCH (family:Family {id: row.id})-[ties:PART_OF|LIVES_IN]-()
DELETE ties
