"""Who is near one record: the records it shares a key with, and every record of the persons they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from graph.errors import Conflict
from identity.judgement import Judgement, Verdict, in_force
from identity.placing import Neighbour
from identity.resolution import OPEN

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from graph.driver import Row, Transaction
    from graph.live.blocking import Blocked
    from graph.live.newcomer import Newcomer
    from graph.live.scoring import LiveScorer
    from identity.linking.scorer import Prepared

SLACK = 4.0
"""Bits below the least useful weight at which a candidate still counts: a number that is taken from a record because
it is contested may have spoken against it."""


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What one record is placed among, its persons locked.

    `neighbours` are the records it may be compared with, whole persons as far as its compartment sees them, and
    `sealed` the sealed ones among them and itself. `persons` are all the records of each of these persons, rows as
    `lock_persons` returns them, and `golden` their properties; `latest` is when one of them was last changed as far as the
    record sees that.
    `witnesses` share a citizen id with one of the neighbours. `unseen` are the records of these persons that are sealed from
    the one that is placed, key -> compartment, and `told` what humans decided where there are any: nothing is placed by it,
    but where they go.
    """

    neighbours: tuple[Neighbour[Prepared], ...]
    sealed: frozenset[str]
    persons: Mapping[str, tuple[Row, ...]]
    golden: Mapping[str, dict[str, Any]]
    latest: datetime | None
    decided: Mapping[tuple[str, str], Verdict]
    witnesses: tuple[Prepared, ...]
    unseen: Mapping[str, str]
    told: Mapping[tuple[str, str], Verdict]


def read_neighbourhood(
    tx: Transaction, newcomer: Newcomer, blocked: Blocked, *, own: str | None, scorer: LiveScorer
) -> Neighbourhood:
    """Everything near a record that has these keys; `own` is the person whom its last version identified, None for a
    new record. The persons are locked until the transaction ends. Raises Conflict, upon which the
    transaction begins again, where `own` is no longer whom the record identifies."""
    candidates, locked = _settle(tx, newcomer, blocked, own=own, scorer=scorer)
    if own is not None and all((row["person"], row["key"]) != (own, newcomer.key) for row in locked.members):
        raise Conflict("A record went to another person while it was looked at.")
    members = [row for row in locked.members if row["key"] != newcomer.key]
    seen = [row for row in members if row["compartment"] in newcomer.visible]
    persons: dict[str, list[Row]] = {}
    for row in locked.members:
        told = row if row["since"] is None else {**row, "since": _instant(*row["since"])}
        persons.setdefault(row["person"], []).append(told)
    neighbours = tuple(Neighbour(row["key"], row["person"], scorer.read(row["standard"])) for row in seen)
    hidden = {row["key"] for row in seen if row["compartment"] != OPEN}
    unseen = {row["key"]: row["compartment"] for row in members if row["compartment"] not in newcomer.visible}
    everybody = {newcomer.key, *(row["key"] for row in members)}
    return Neighbourhood(
        neighbours=neighbours,
        sealed=frozenset(hidden | ({newcomer.key} if newcomer.is_sealed else set())),
        persons={person: tuple(records) for person, records in persons.items()},
        golden={one["id"]: one for one in locked.golden},
        latest=None if locked.latest is None else _instant(*locked.latest),
        decided=verdicts(locked.judgements, {newcomer.key, *(one.key for one in neighbours)}),
        witnesses=_witnesses(newcomer, candidates, locked, scorer=scorer),
        unseen=unseen,
        told=verdicts(locked.judgements, everybody) if unseen else {},
    )


def _instant(seconds: int, microseconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=microseconds)


def near_ones(newcomer: Newcomer, candidates: Mapping[str, str], scorer: LiveScorer) -> set[str]:
    """The keys of those candidates (key -> standardised row) that are heavy enough for a join."""
    weights = scorer.weights(newcomer.row, [scorer.read(standard) for standard in candidates.values()])
    least = scorer.thresholds.least_useful - SLACK
    return {key for key, weight in zip(candidates, weights, strict=True) if weight >= least}


def verdicts(rows: Iterable[Row], keys: Collection[str]) -> dict[tuple[str, str], Verdict]:
    """The verdicts in force between these records, by record keys, the smaller first."""
    found = [
        Judgement(
            row["left"], row["right"], Verdict(row["verdict"]), row["id"], row["by"], row["at"], row["reason"]
        )
        for row in rows
        if row["left"] in keys and row["right"] in keys
    ]
    return {pair: judgement.verdict for pair, judgement in in_force(found).items()}


@dataclass(frozen=True, slots=True)
class _Locked:
    """What `lock_persons` returns of locked persons."""

    owners: Sequence[tuple[str, str]] = ()
    members: Sequence[Row] = ()
    latest: tuple[int, int] | None = None
    golden: Sequence[Row] = ()
    judgements: Sequence[Row] = ()
    witnesses: Sequence[Row] = ()


def _settle(
    tx: Transaction, newcomer: Newcomer, blocked: Blocked, *, own: str | None, scorer: LiveScorer
) -> tuple[Mapping[str, str], _Locked]:
    """Candidates, and the persons of the near ones once these are locked. A candidate that went to another person before
    its own was locked has that one locked too, until nothing moves any more."""
    wanted = set() if own is None else {own}
    candidates = blocked.candidates
    while True:
        if candidates is None:
            candidates = _read_candidates(tx, newcomer, blocked)
        near = near_ones(newcomer, candidates, scorer)
        if own is not None:
            # Those whom a human held to be the same person as the record, which has been there before.
            compartments = sorted(newcomer.visible)
            judged = tx.run("list_judged_with", key=newcomer.key, compartments=compartments)
            near |= {row["key"] for row in judged}
            candidates = {**candidates, **{row["key"]: row["standard"] for row in judged}}
        locked = _lock(tx, newcomer, wanted, near) if wanted or near else _Locked()
        members = {row["key"] for row in locked.members}
        if all(key in members for key, _ in locked.owners):
            return candidates, locked
        wanted |= {person for _, person in locked.owners}
        candidates = None


def _read_candidates(tx: Transaction, newcomer: Newcomer, blocked: Blocked) -> dict[str, str]:
    if not blocked.searched:
        return {}
    rows = tx.run("read_candidates", keys=blocked.searched, itself=newcomer.key)
    return {row["key"]: row["standard"] for row in rows}


def _lock(tx: Transaction, newcomer: Newcomer, persons: Iterable[str], records: Iterable[str]) -> _Locked:
    locks = {
        "persons": sorted(persons),
        "records": sorted(records),
        "itself": newcomer.key,
        "visible": sorted(newcomer.visible),
    }
    [row] = tx.run("lock_persons", locks=locks)
    return _Locked(
        row["owners"], row["members"], row["latest"], row["golden"], row["judgements"], row["witnesses"]
    )


def _witnesses(
    newcomer: Newcomer, candidates: Mapping[str, str], locked: _Locked, *, scorer: LiveScorer
) -> tuple[Prepared, ...]:
    """Others who carry the citizen id of the newcomer, who are candidates, or one of the locked persons' records."""
    mine = scorer.any_number(newcomer.row)
    found = [scorer.read(standard) for standard in candidates.values()] if mine is not None else []
    witnesses = {one.key: one for one in found if scorer.any_number(one) == mine}
    witnesses |= {row["key"]: scorer.read(row["standard"]) for row in locked.witnesses}
    return tuple(witnesses.values())
