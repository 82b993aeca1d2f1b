// Lists the sources, each with whether it holds any record.
// Parameters: none
// Returns: rows of {name, title, agency, compartment, trust, format, programme, locale, holdsRecords}, by name.
MATCH (source:Source)
RETURN
  source.name AS name,
  source.title AS title,
  source.agency AS agency,
  source.compartment AS compartment,
  source.trust AS trust,
  source.format AS format,
  source.programme AS programme,
  source.locale AS locale,
  EXISTS { (source)-[:HOLDS]->(:SourceRecord) } AS holdsRecords
ORDER BY name
