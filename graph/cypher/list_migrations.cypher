// Lists the migrations that were applied to this graph.
// Parameters: none
// Returns: rows of {number, checksum}.
MATCH (m:Migration)
RETURN m.number AS number, m.checksum AS checksum
ORDER BY number
