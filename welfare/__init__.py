"""Programmes and the rules around them. Pure functions and values: no database, no web, no clock."""
