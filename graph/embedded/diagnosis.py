"""Why the server ended while starting, read from what it printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import DiskFull, EmbeddedError, PortTaken, ServerBusy, StartFailed

if TYPE_CHECKING:
    from pathlib import Path

SIGNS: tuple[tuple[str, type[EmbeddedError], str], ...] = (
    ("No space left on device", DiskFull, "The disk is full; free some space and start again."),
    ("Disk quota exceeded", DiskFull, "The disk quota is used up; free some space and start again."),
    ("Address already in use", PortTaken, "The port of Neo4j is taken by another program."),
    ("FileLockException", ServerBusy, "Another Neo4j runs on this data directory; end it first."),
    ("Could not reserve enough space", StartFailed, "This machine has too little free memory for Neo4j."),
    ("insufficient memory for the Java", StartFailed, "This machine has too little free memory for Neo4j."),
)
"""What the server prints, the error it means, and the sentence for people."""

_TAIL = 200_000


def why_it_ended(home: Path) -> EmbeddedError:
    """The error that explains the log of a server that ended before it answered."""
    log = home / "logs" / "console.log"
    text = log.read_bytes()[-_TAIL:].decode(errors="replace")
    for sign, kind, sentence in SIGNS:
        if sign in text:
            return kind(f"{sentence} Neo4j's own words are in {log}.")
    return StartFailed(f"Neo4j ended while starting; its own words are in {log}.")
