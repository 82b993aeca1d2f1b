// Streams the current records whose match keys are not those of a model.
// Parameters: $model: version of the model
// Returns: rows of {id, compartment, standard, properties}; properties only where the record has no standardised row yet.
MATCH (record:SourceRecord)
WHERE record.current = true AND (record.keyedBy IS NULL OR record.keyedBy <> $model)
RETURN
  record.id AS id,
  record.compartment AS compartment,
  record.standard AS standard,
  CASE WHEN record.standard IS NULL THEN properties(record) END AS properties
