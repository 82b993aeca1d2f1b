"""Turns a GraphQL document into a plan: one Cypher statement a root field, policy inside, shaped for its answer."""
