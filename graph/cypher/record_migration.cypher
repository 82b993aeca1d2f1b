// Remembers that a migration was applied; the first to say so is kept.
// Parameters: $number, $name, $checksum
// Returns: nothing.
MERGE (m:Migration {number: $number})
ON CREATE SET m.name = $name, m.checksum = $checksum, m.appliedAt = datetime()
