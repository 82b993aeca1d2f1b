"""The GraphQL surface, one file a noun, and the compiler from a selection set to one Cypher statement."""
