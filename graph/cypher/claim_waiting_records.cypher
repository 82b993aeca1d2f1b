// Takes records that are to be placed again and have waited in vain for whoever was to do it, those first who have waited
// longest, and puts off when they are next given to anybody.
// Parameters: $most: how many; $seconds: by how much they are put off, up to twice as much by chance
// Returns: rows of {key, odds}.
MATCH (record:SourceRecord)
WHERE record.waitsUntil <= datetime()
WITH record
ORDER BY record.waitsUntil
LIMIT $most
SET record.waitsUntil = record.waitsUntil
WITH record
WHERE record.waits IS NOT NULL AND record.waitsUntil <= datetime()
SET record.waitsUntil = datetime() + duration({seconds: $seconds * (1 + rand())})
RETURN record.key AS key, record.waits AS odds
