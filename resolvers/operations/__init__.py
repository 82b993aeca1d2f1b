"""What callers may do beyond reading: mutations, and queries that are computed. `wiring.py` lists them all."""
