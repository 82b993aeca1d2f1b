"""Where it is kept: the Neo4j driver, Cypher files, migrations and stores."""
