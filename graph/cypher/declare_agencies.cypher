// Upserts agencies.
// Parameters: $rows: list of {code, properties: {nameTh, nameEn}}
// Returns: nothing.
UNWIND $rows AS row
MERGE (agency:Agency {code: row.code})
SET agency += row.properties
