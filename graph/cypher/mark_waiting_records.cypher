// Notes records that are to be placed again.
// Parameters: $rows: list of {key, odds, seconds}: record key; log2 odds of the join that was not made, null where none waits
//   any more; how long it is left to whoever is to place it
// Returns: nothing.
UNWIND $rows AS row
MATCH (record:SourceRecord {current: true, key: row.key})
SET
  record.waits = row.odds,
  record.waitsUntil = CASE WHEN row.odds IS NOT NULL THEN datetime() + duration({seconds: row.seconds}) END
