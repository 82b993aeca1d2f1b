// Looks whether everybody who decides who is who is asked to wait.
// Parameters: none
// Returns: one row of {until} where that is so, or no row.
MATCH (hold:Hold {id: 'resolution'})
WHERE hold.until > datetime()
RETURN hold.until AS until
