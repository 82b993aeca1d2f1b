"""The embedded Neo4j: real jars, fetched and checked, run on the Java runtime that comes with the hub."""

from graph.embedded.connection import Connection
from graph.embedded.progress import OnProgress, Progress
from graph.embedded.server import EmbeddedNeo4j

__all__ = ["Connection", "EmbeddedNeo4j", "OnProgress", "Progress"]
