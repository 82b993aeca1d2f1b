"""Maintenance: `python -m graph.embedded.lock 5.26.30` resolves that Neo4j with jgo and rewrites jars.lock.

Run it to move to another release, read the difference, run the tests, commit. It takes some two minutes cold.
"""

from __future__ import annotations

import hashlib
import sys

import jgo

from graph.embedded.lockfile import LOCK_FILE, Jar

SERVER = "org.neo4j:neo4j"
HEADER = """\
# The jars of {endpoint} with the SHA-256 of each, as resolved from Maven Central.
# Written by `python -m graph.embedded.lock {version}`; not edited by hand.
"""


def resolve_jars(version: str) -> list[Jar]:
    """Every jar the server needs at run time, the server first; fetches what jgo has not cached."""
    jars: list[Jar] = []
    for artifact in jgo.resolve(f"{SERVER}:{version}"):
        digest = hashlib.sha256(artifact.resolve().read_bytes()).hexdigest()
        jars.append(Jar(artifact.groupId, artifact.artifactId, artifact.version, artifact.classifier, digest))
    return [jars[0], *sorted(jars[1:])]


def main(version: str) -> None:
    text = HEADER.format(endpoint=f"{SERVER}:{version}", version=version)
    text += "".join(f"{jar.line}\n" for jar in resolve_jars(version))
    LOCK_FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
