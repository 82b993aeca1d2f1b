// Reads all versions of the given source records; unknown keys are absent.
// Parameters: $keys: list of record keys
// Returns: rows of {key, versions: list of {number, contentHash, feed, at: when it came in, ahead: that is still to come}}.
UNWIND $keys AS key
MATCH (record:SourceRecord {key: key})
RETURN
  key,
  collect({
    number: record.version,
    contentHash: record.contentHash,
    feed: record.feed,
    at: record.receivedAt,
    ahead: record.receivedAt > datetime()
  }) AS versions
