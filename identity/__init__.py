"""Who is this person? Pure functions and values: no database, no web, no clock."""
