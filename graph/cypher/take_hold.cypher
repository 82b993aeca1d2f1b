// Asks everybody who decides who is who to wait. It is locked before it is looked at: of two who ask at once one has it.
// Its time is that of the store, so that no two machines disagree about it; it ends by itself.
// Parameters: $by: who asks, a name of nobody else; $seconds: for how long at most
// Returns: one row of {by}, or no row where somebody else has it.
MERGE (hold:Hold {id: 'resolution'})
SET hold.by = coalesce(hold.by, $by)
WITH hold
WHERE hold.by = $by OR hold.until <= datetime()
SET hold.by = $by, hold.until = datetime() + duration({seconds: $seconds})
RETURN hold.by AS by
