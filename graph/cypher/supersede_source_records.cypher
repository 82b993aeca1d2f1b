// Marks the version before as no longer current and points the new one at it.
// Parameters: $rows: list of {id, supersedes}, both ids of source records
// Returns: nothing.
UNWIND $rows AS row
MATCH (record:SourceRecord {id: row.id})
MATCH (before:SourceRecord {id: row.supersedes})
SET before.current = false, before.waits = null, before.waitsUntil = null
CREATE (record)-[:SUPERSEDES]->(before)
