// Lists the persons whom a human held to be the one a record is about, whatever keys they share.
// Parameters: $key: record key; $compartments: those whose records count
// Returns: rows of {key, standard, person, judged: true}, one a judged record.
MATCH (judgement:Judgement)
WHERE (judgement.left = $key OR judgement.right = $key) AND judgement.verdict = 'SAME' AND judgement.withdrawnAt IS NULL
WITH CASE judgement.left WHEN $key THEN judgement.right ELSE judgement.left END AS other
MATCH (record:SourceRecord {current: true, key: other})-[identifies:IDENTIFIES]->(person:Person)
WHERE identifies.until IS NULL AND record.compartment IN $compartments
RETURN record.key AS key, record.standard AS standard, person.id AS person, true AS judged
