"""A synthetic population of Thailand, the six registers written from it, and the truth beside them."""
