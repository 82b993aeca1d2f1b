// Reads the current version of each of the given source records; unknown keys are absent.
// Parameters: $keys: list of record keys
// Returns: rows of {key, id, version, contentHash, feed, receivedAt}.
UNWIND $keys AS key
MATCH (record:SourceRecord {current: true, key: key})
RETURN
  key,
  record.id AS id,
  record.version AS version,
  record.contentHash AS contentHash,
  record.feed AS feed,
  record.receivedAt AS receivedAt
