// Reads a current record as it is compared.
// Parameters: $key: record key
// Returns: one row of {standard, compartment}, or none.
MATCH (record:SourceRecord {current: true, key: $key})
RETURN record.standard AS standard, record.compartment AS compartment
