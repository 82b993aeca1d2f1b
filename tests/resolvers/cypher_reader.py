"""Reads composed Cypher far enough to say which rows each MATCH brings in and which conditions hold of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

_WORDS = re.compile(r"'[^']*'|\b(?:MATCH|WHERE|WITH|RETURN|UNWIND|UNION|EXISTS|COLLECT)\b|[{}]")
_NODE = re.compile(r"\((\w+):(Person|Household|House|Family|SourceRecord|Enrolment|Programme)\b")


@dataclass(slots=True)
class Clause:
    """One MATCH: `rows` are variable -> label as the pattern introduces them, `conditions` its WHERE."""

    rows: dict[str, str] = field(default_factory=dict)
    conditions: str = ""


def clauses(statement: str) -> list[Clause]:
    """Every MATCH of a statement at any depth, with the text of its own WHERE up to the next clause."""
    words = [(found.start(), found[0]) for found in _WORDS.finditer(statement)]
    found: list[Clause] = []
    for (start, word), (end, _) in pairwise([*words, (len(statement), "")]):
        if word != "MATCH":
            continue
        # A property map in the pattern is no subquery: the pattern ends where WHERE, WITH or RETURN begins.
        stop = next(
            (at for at, each in words if at > start and each in ("WHERE", "WITH", "RETURN", "UNION")),
            len(statement),
        )
        pattern = statement[start:stop]
        where = (
            statement[stop : _end_of_where(statement, stop)] if statement.startswith("WHERE", stop) else ""
        )
        found.append(Clause(dict(_NODE.findall(pattern)), where))
        assert end
    return found


def _end_of_where(statement: str, start: int) -> int:
    """Where a WHERE ends: at the next WITH or RETURN of its own depth, or where its braces close."""
    depth = 0
    for found in _WORDS.finditer(statement, start):
        word = found[0]
        if word == "{":
            depth += 1
        elif word == "}":
            if depth == 0:
                return found.start()
            depth -= 1
        elif depth == 0 and word in ("WITH", "RETURN", "UNION"):
            return found.start()
    return len(statement)
