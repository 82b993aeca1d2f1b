// Notes records that are to be placed again.
// Parameters: $rows: list of {key, odds}: record key; log2 odds of the join that was not made, null where none waits any more
// Returns: nothing.
UNWIND $rows AS row
MATCH (record:SourceRecord {current: true, key: row.key})
SET record.waits = row.odds
