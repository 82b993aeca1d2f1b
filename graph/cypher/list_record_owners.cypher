// Streams whose and how secret each current source record is.
// Parameters: none
// Returns: rows of {key, id, agency, compartment}.
MATCH (record:SourceRecord)
WHERE record.current = true
RETURN
  record.key AS key, record.id AS id, record.agency AS agency, record.compartment AS compartment
