"""Where a record belongs: it joins a person, is a new one, or is the bridge that makes several persons one."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from identity.contested import shifted
from identity.evidence import Evidence, Keyed
from identity.growth import Growth
from identity.placing_doubts import doubts_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from identity.doubt import Doubt
    from identity.evidence import Scoring
    from identity.judgement import Verdict

Row = TypeVar("Row", bound=Keyed)

SURE = 45.0
"""Bits at which a record of a load joins at once; what is less sure is decided when the load has come in, the best
odds first (`identity.settling`). Otherwise whoever comes first would be joined to whatever is there so far."""


@dataclass(frozen=True, slots=True)
class Neighbour(Generic[Row]):
    """A current record near the newcomer and the id of the person it identifies (None: of nobody yet)."""

    key: str
    person: str | None
    row: Row


@dataclass(frozen=True, slots=True)
class Placement:
    """`persons` become one with the newcomer, the one it identified before first; none means a new person.

    `doubts` are for humans. `again` are keys of records that lost or regained a contested citizen id by this one:
    each is to be placed again, as if it had changed. `waits` are the odds (bits) of a join that was not made
    because it is not sure yet, None where there is none: the newcomer is to be placed again when the load is in.
    """

    persons: tuple[str, ...]
    doubts: tuple[Doubt, ...]
    again: tuple[str, ...] = ()
    waits: float | None = None


def place(
    newcomer: Row,
    neighbours: Sequence[Neighbour[Row]],
    *,
    scorer: Scoring[Row],
    decided: Mapping[tuple[str, str], Verdict],
    sealed: Collection[str] = (),
    own: str | None = None,
    former: Row | None = None,
    witnesses: Sequence[Row] = (),
    sure: float = -math.inf,
) -> Placement:
    """Decide where a new or changed record belongs. Nobody is ever split.

    `neighbours` are all current records of every person that one of the newcomer's candidates belongs to.
    `own` is the person that a changed record identified so far: it stays there, whatever it says now; the other
    records of that person are among the neighbours, and the newcomer's earlier version, `former`, is not. A record
    that is placed again without having changed has no `former`.
    `decided` is keyed by record keys, the smaller first. `sealed` are the keys of sealed records, all of one
    compartment: for an open newcomer they do not exist; a sealed one may join one open person and never makes two
    one. `witnesses` are further records that carry a citizen id of one of these: they only bear on whose it is.
    `sure` are the odds in bits that a join needs now; what the model's threshold would do for waits.
    """
    hidden = frozenset(sealed)
    if newcomer.key not in hidden:
        neighbours = [one for one in neighbours if one.key not in hidden]
        witnesses = [one for one in witnesses if one.key not in hidden]
    others = [one.row for one in neighbours if one.key != newcomer.key]
    evidence = Evidence([newcomer, *others], scorer=scorer, decided=decided, witnesses=witnesses)
    persons = _persons(newcomer.key, neighbours)
    group = [newcomer.key, *(persons.pop(own, []) if own is not None else [])]
    growth = Growth(evidence, newcomer.key, group, persons, hidden, sure)
    growth.run()
    left = former or (newcomer if own is not None else None)
    again = shifted((*others, *witnesses), scorer, left=left, came=newcomer)
    return Placement(
        persons=((own,) if own is not None else ()) + tuple(growth.joined),
        doubts=tuple(doubts_of(growth)),
        again=tuple(sorted(again & hidden if newcomer.key in hidden else again)),
        waits=growth.waits,
    )


def _persons(newcomer: str, neighbours: Iterable[Neighbour[Row]]) -> dict[str, list[str]]:
    """Record keys by person; a record of nobody yet is a person by its own key."""
    persons: defaultdict[str, list[str]] = defaultdict(list)
    for one in sorted(neighbours, key=lambda one: one.key):
        if one.key != newcomer:
            persons[one.key if one.person is None else one.person].append(one.key)
    return dict(persons)
