"""Which keys of one record are locked and searched: a full one blocks nothing, and nobody waits for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from graph.deliveries import next_number, versions
from graph.errors import Conflict
from graph.live.keys import PLACE, Fill, changes, key_id
from graph.marks import mark_properties
from graph.standard import from_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from graph.deliveries import Feed, Said
    from graph.driver import Row, Transaction
    from graph.live.keys import MatchKey
    from graph.live.newcomer import Newcomer


@dataclass(frozen=True, slots=True)
class Before:
    """What the graph held of a record before it came in: its current version, the person that one identifies, the
    ids of the keys it holds, and all its versions, and whether humans are asked about it. `version` is None for a new one;
    `held`, `history` and `asked` are known only of one that is held."""

    version: Mapping[str, Any] | None = None
    person: str | None = None
    held: frozenset[str] = frozenset()
    history: tuple[Said, ...] = ()
    asked: bool = False

    @property
    def number(self) -> int:
        """The number of the current version; 0 where there is none."""
        return 0 if self.version is None else self.version["version"]

    @property
    def next_number(self) -> int:
        """The number that its next version gets."""
        return next_number(self.history)

    @property
    def standard(self) -> str | None:
        """The standardised row of the current version as text; None for a new record."""
        return None if self.version is None else self.version["standard"]

    def came_with(self, feed: Feed) -> bool:
        """Is the current version of this very delivery?"""
        row = self.version
        return row is not None and (row["feed"], row["receivedAt"]) == (feed.name, feed.at)


@dataclass(frozen=True, slots=True)
class Blocked:
    """`fills` tell how full the keys are, this record counted. `searched` are the ids of the keys whose records are
    candidates, and `candidates` these records, key -> standardised row, None as far as they are yet to be read.
    `counted` are the keys on which the record is counted already, `late` the changes on stopped keys, still to be made;
    `crossed` have stopped blocking just now."""

    fills: Mapping[str, Fill]
    searched: tuple[str, ...]
    candidates: Mapping[str, str] | None
    counted: tuple[str, ...]
    late: tuple[Mapping[str, Any], ...]
    crossed: tuple[str, ...]

    def uncounted(self) -> Blocked:
        """As if the record held none of its keys: it is taken from those it was counted on."""
        taken = [{"id": key, "change": -1} for key in self.counted]
        # On a stopped key a new record is not counted yet, and one that was there before is to be taken off.
        taken += [{**row, "change": -1} for row in self.late if row["change"] <= 0]
        return replace(self, counted=(), late=tuple(sorted(taken, key=lambda row: row["id"])))


def meet(tx: Transaction, newcomer: Newcomer) -> tuple[Before, Blocked]:
    """What is known of a record that comes in. If that is nothing, it is counted on its keys, and they are held, in the same
    query, as `count_and_lock` does."""
    return _lock(tx, newcomer, Before(), new=True)


def read_before(tx: Transaction, newcomer: Newcomer) -> Before:
    """Look, without locking, at what is known of the record."""
    [row] = tx.run("read_live_record", key=newcomer.key, keys=[])
    known = row if row["id"] is not None else None
    return Before(known, row["person"], frozenset(row["held"]), versions(row["versions"]))


def hold_record(tx: Transaction, newcomer: Newcomer, before: Before) -> Before:
    """What is known of a record that is there, once nobody else can change it or its keys until the transaction ends.

    Of a new record there is nothing to hold: two who take it in at once race for the id of its first version.
    Raises Conflict, upon which the transaction begins again, where somebody was quicker.
    """
    held = tx.run("hold_record", key=newcomer.key)
    now = read_before(tx, newcomer)
    known = {row["id"] for row in (before.version, *held, now.version) if row is not None}
    if not held or len(known) > 1:
        raise Conflict("A record was changed by somebody else at the same time.")
    return replace(now, asked=held[0]["asked"])


def count_and_lock(tx: Transaction, newcomer: Newcomer, before: Before) -> Blocked:
    """Count the record on every key that blocks, and hold them so that two halves of one person meet.

    What a sealed record is compared with depends on open keys too, which it does not lock: those who see it are no
    reason for anybody else to wait.
    """
    return _lock(tx, newcomer, before)[1]


def _lock(
    tx: Transaction, newcomer: Newcomer, before: Before, *, new: bool = False
) -> tuple[Before, Blocked]:
    counted: list[Row] = [
        {**row, "search": not newcomer.is_sealed and row["id"] in newcomer.keys}
        for row in changes(newcomer.keys, before.held)
    ]
    locks = {
        "itself": newcomer.key,
        "new": new,
        "rows": sorted([*counted, *_places(newcomer, before)], key=lambda row: row["id"]),
        "beside": [one for one in newcomer.searchable if one not in newcomer.keys],
    }
    [found] = tx.run("lock_match_keys", locks=locks)
    fills = {one[0]: Fill(one[1], one[2]) for one in (*found["beside"], *found["stopped"], *found["keys"])}
    late = {one[0] for one in found["stopped"]}
    blocked = Blocked(
        fills=fills,
        searched=tuple(searched(newcomer.keys.values(), fills, places=newcomer.visible)),
        candidates=None if newcomer.is_sealed else dict(found["candidates"]),
        counted=tuple(row["id"] for row in counted if row["change"] >= 0 and row["id"] not in late),
        late=tuple(row for row in counted if row["id"] in late),
        crossed=tuple(one for one, _, _, crossed in found["keys"] if crossed),
    )
    known = found["known"]
    return (before if known is None else Before(known, known["person"])), blocked


def _places(newcomer: Newcomer, before: Before) -> list[Row]:
    """Keys that count nothing and are only held: who lives with whom behind a door is worked out from all records that
    name it, so the members of one household come in one after another."""
    said = [newcomer.standard] if before.standard is None else [newcomer.standard, from_text(before.standard)]
    marks = {mark for row in said for mark in mark_properties(row).values()}
    place = newcomer.compartment
    return [
        {
            "id": key_id(PLACE, mark, place),
            "name": PLACE,
            "compartment": place,
            "cap": 0,
            "change": 0,
            "search": False,
        }
        for mark in marks
    ]


def searched(
    keys: Iterable[MatchKey], fills: Mapping[str, Fill], *, places: Collection[str]
) -> Iterator[str]:
    """The ids of the nodes by which candidates are found in some compartments, `fills` telling how full each is.

    For whoever sees a sealed compartment a block is made of its records and the open ones, and the cap holds for
    all of them together.
    """
    for key in keys:
        known = {one: fills[one] for one in key.ids(places) if one in fills}
        held = sum(fill.count for fill in known.values())
        if held <= key.cap and not any(fill.stopped for fill in known.values()):
            yield from known
