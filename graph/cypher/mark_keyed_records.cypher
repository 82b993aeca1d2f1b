// Notes by which model's keys records are found, leaving out those that another writer has seen to.
// Parameters: $model: version of the model; $rows: list of {id, properties: further ones it lacked}
// Returns: rows of {id}, of the records that were noted.
UNWIND $rows AS row
MATCH (record:SourceRecord {id: row.id})
SET record.version = record.version
WITH row, record
WHERE record.current = true AND (record.keyedBy IS NULL OR record.keyedBy <> $model)
SET record += row.properties, record.keyedBy = $model
RETURN record.id AS id
