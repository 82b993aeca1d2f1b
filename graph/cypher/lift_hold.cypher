// Ends a hold before its time. One that ended by itself and that somebody else has by now stays theirs.
// Parameters: $by: who asked for it
// Returns: nothing.
MATCH (hold:Hold {id: 'resolution', by: $by})
SET hold.until = datetime()
