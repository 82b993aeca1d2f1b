"""The Cypher files of this room: one statement a file, named verb_noun, known by the file's name.

A file opens with comment lines: what it does, `// Parameters: $a, $b` (or `none`), `// Returns: ...`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import LiteralString, cast

from graph.errors import UnknownQuery

CYPHER = Path(__file__).with_name("cypher")

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_PARAMETER = re.compile(r"\$([A-Za-z]\w*)")


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """One file: its text as written, the statement alone as it is sent (the server reads through comments each time), the
    parameters its header declares, the shape it returns."""

    name: str
    text: LiteralString
    statement: LiteralString
    parameters: frozenset[str]
    returns: str


@cache
def named_query(name: str) -> NamedQuery:
    """The query of `graph/cypher/<name>.cypher`; raises `UnknownQuery`."""
    path = CYPHER / f"{name}.cypher"
    if not _NAME.fullmatch(name) or not path.is_file():
        raise UnknownQuery(f"There is no query {name!r} in graph/cypher.")
    # The type checker takes only literal text for Cypher; a file of this repository is just that.
    text = cast("LiteralString", path.read_text(encoding="utf-8"))
    return NamedQuery(
        name,
        text,
        _statement(text),
        frozenset(_PARAMETER.findall(header(text, "Parameters"))),
        header(text, "Returns"),
    )


@cache
def together(names: tuple[str, ...]) -> LiteralString:
    """One statement that runs several query files one after another, each on its own list in the map `$rows`.

    The statements are taken as they are. All of them are always in it, be their lists empty: so there is one plan, and
    a list in a map, unlike a list, asks for no other plan when it is longer.
    """
    statements = {name: named_query(name).statement.replace("$rows", f"$rows.{name}") for name in names}
    return cast("LiteralString", "\n".join(f"CALL () {{\n{statements[name]}\n}}" for name in names))


def _statement(text: str) -> LiteralString:
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("//")]
    return cast("LiteralString", "\n".join(lines))


def query_names() -> list[str]:
    """Every query there is, alphabetically."""
    return sorted(path.stem for path in CYPHER.glob("*.cypher"))


def header(text: str, word: str) -> str:
    """What the opening comment says after `word:`, continued lines joined; empty when it says nothing."""
    said: list[str] = []
    for line in text.splitlines():
        if not line.startswith("//"):
            break
        comment = line.removeprefix("//").strip()
        if comment.startswith(f"{word}:"):
            said = [comment.removeprefix(f"{word}:").strip()]
        elif said and not re.match(r"[A-Z][a-z]+:", comment):
            said.append(comment)
        elif said:
            break
    return " ".join(said)


def body_parameters(text: str) -> frozenset[str]:
    """The parameters the statement itself uses, comments aside."""
    body = "\n".join(line.split("//", 1)[0] for line in text.splitlines())
    return frozenset(_PARAMETER.findall(body))
