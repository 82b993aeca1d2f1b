"""The live path: one record in, one transaction, everything that follows from it done or nothing at all."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graph.deliveries import Feed, place_of
from graph.errors import UnknownSource
from graph.hold import Gate
from graph.live.appending import Arrival, next_version, past_version
from graph.live.blocking import count_and_lock, hold_record, meet, read_before
from graph.live.commonness import shares_between
from graph.live.matching import find_matches
from graph.live.newcomer import newcomer_as_kept, newcomer_as_sent
from graph.live.outcome import Outcome
from graph.live.placing import Rules, bring_in, decide, is_repetition, look_again, move
from graph.live.scoring import LiveScorer, shares_of
from graph.live.totals import Totals
from graph.live.waiting import claim, placed_again, waiting
from graph.records import is_known
from graph.reviews import drop_settled_about, open_reviews
from graph.sources import Source, all_sources
from identity.placing import SURE, Placement
from identity.resolution import OPEN
from identity.settling import settle

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import datetime

    from graph.driver import Database, Transaction
    from graph.live.blocking import Before, Blocked
    from graph.live.newcomer import Newcomer
    from graph.live.outcome import Change, Match
    from graph.regroup import Plan
    from identity.doubt import Doubt
    from identity.linking.scorer import Frequencies, Scorer
    from identity.records import RawRecord
    from identity.resolution import SourceTraits

MOST_AT_ONCE = 500
"""Records one call of `upsert_many` takes."""


class LiveResolver:
    """Takes records in one by one and says whom they identify. One object a thread; any number of processes."""

    def __init__(
        self,
        db: Database,
        scorer: Scorer,
        *,
        sources: Mapping[str, SourceTraits],
        patience: float | None = None,
    ) -> None:
        """`sources` are the traits of every source; which agency and programme each belongs to stands in the graph.
        `patience` is how many seconds a record waits at most while all records are resolved anew (PATIENCE of
        `graph.hold`)."""
        self._db = db
        self._scorer = LiveScorer.over(scorer)
        self._traits = sources
        self._sources = all_sources(db)
        self._totals = Totals(db)
        self._gate = Gate(db, patience=patience)

    def upsert(self, record: RawRecord, *, feed: str, at: datetime, loading: bool = False) -> Outcome:
        """Take one record in; the same record again changes nothing.

        `feed` names the delivery, `at` is when it came. While `loading`, what is not sure waits for `settle`.
        Run again after a deadlock or a lost connection. Raises UnknownSource, DuplicateRecord where this
        feed at this time has said something else under its id, and Held where all records are resolved anew for longer
        than it may wait.
        """
        self._gate.wait()
        delivery = Feed(feed, self._source(record.source), at)
        scorer = self._scorer.scorer
        newcomer = newcomer_as_sent(record, delivery.source, scorer)
        arrival = Arrival(record, delivery, newcomer, scorer.version)
        sure = SURE if loading else -math.inf
        outcome = self._db.work(lambda tx: self._take_in(tx, arrival, sure), name="take_in_record")
        for key in () if loading else outcome.again:
            self.place_again(key, at=at)
        return outcome

    def upsert_many(self, records: Sequence[RawRecord], *, feed: str, at: datetime) -> list[Outcome]:
        """Take up to 500 records in, each in a transaction of its own, in their order. Those before one that raises
        have come in, and coming again they change nothing."""
        if len(records) > MOST_AT_ONCE:
            raise ValueError(f"At most {MOST_AT_ONCE} records can be taken in at once.")
        return [self.upsert(record, feed=feed, at=at) for record in records]

    def match(self, record: RawRecord, *, compartments: Collection[str], locale: str = "th") -> list[Match]:
        """The persons that a record may be about, likeliest first, among those of `compartments` and the open ones.
        Nothing is stored or locked; the record's source need not be one that is declared."""
        asked = Source(record.source, agency="", compartment=OPEN, programme=None, locale=locale)
        newcomer = newcomer_as_sent(record, asked, self._scorer.scorer)
        return find_matches(
            self._db, newcomer, scorer=self._scorer, totals=self._totals.now(), compartments=compartments
        )

    def shares(self, one: str, other: str) -> Frequencies:
        """How common the values of two records in the graph are, as they count when the two are compared here."""
        return shares_between(self._db, (one, other), self._totals.now())

    def settle(self, *, now: Callable[[], datetime]) -> tuple[str, ...]:
        """Place every record that waits, the surest first; the ids of persons that were retired because two were shown
        to be one. To be run when a load has come in: what waits is kept in the graph, so any process may do it."""
        waits = {row["key"]: row["odds"] for row in self._db.read("list_waiting_records")}
        return self._settle(waits, now)

    def settle_left(self, *, most: int, now: Callable[[], datetime]) -> int:
        """Place up to `most` of the records whose process ended before it placed them; how many were found. Any number
        of processes may do so at once."""
        waits = claim(self._db, most=most)
        self._settle(waits, now)
        return len(waits)

    def _settle(self, waits: Mapping[str, float], now: Callable[[], datetime]) -> tuple[str, ...]:
        merged: list[str] = []

        def place_again(key: str, sure: float) -> Placement:
            placed = self._again(key, at=now(), sure=sure)
            merged.extend(placed.merged)
            return placed.placement

        for _ in settle(waits, place_again):
            pass
        return tuple(merged)

    def place_again(self, key: str, *, at: datetime) -> Placement:
        """Place a record that is in the graph as if it had changed: it may join others, and never leaves its person."""
        return self._again(key, at=at, sure=-math.inf).placement

    def _again(self, key: str, *, at: datetime, sure: float) -> _Placed:
        self._gate.wait()
        return self._db.work(lambda tx: self._place_again(tx, key, at, sure), name="place_record_again")

    def _source(self, name: str) -> Source:
        if name not in self._sources:
            self._sources = all_sources(self._db)
        try:
            return self._sources[name]
        except KeyError:
            raise UnknownSource(f"No source is declared under the name {name}.") from None

    def _rules(self, newcomer: Newcomer, blocked: Blocked, sure: float) -> Rules:
        shares = shares_of(newcomer.keys, blocked.fills, self._totals.now())
        return Rules(self._scorer.knowing(shares), self._traits, sure)

    def _take_in(self, tx: Transaction, arrival: Arrival, sure: float) -> Outcome:
        """Count and lock its keys, lock and read who is near, decide, store, regroup, look again at what changed."""
        newcomer = arrival.newcomer
        before, blocked = meet(tx, newcomer)
        if is_known(arrival.record, before.version, arrival.delivery):
            return _as_before(newcomer, before, arrival.delivery)
        if before.version is not None:
            before = hold_record(tx, newcomer, before)
            place = place_of(arrival.record, before.history, arrival.delivery)
            if place != "next":
                return _in_history(tx, arrival, before, is_new=place == "past")
            blocked = count_and_lock(tx, newcomer, before)
        rules = self._rules(newcomer, blocked, sure)
        near, placement = decide(tx, newcomer, before, blocked, rules)
        if is_repetition(newcomer, near, placement):
            blocked = blocked.uncounted()
        version = next_version(arrival, before, blocked, waiting=waiting(newcomer.key, placement, sure=sure))
        plan = bring_in(tx, version, near, placement, rules, own=before.person, at=arrival.delivery.at)
        doubts = (*placement.doubts, *look_again(tx, newcomer, blocked, rules))
        open_reviews(tx, doubts, at=arrival.delivery.at)
        if before.asked or _merged(plan, newcomer):
            _close_settled(tx, newcomer, plan, at=arrival.delivery.at)
        return _outcome(newcomer, before, plan, placement, doubts)

    def _place_again(self, tx: Transaction, key: str, at: datetime, sure: float) -> _Placed:
        kept = tx.run("hold_record", key=key)
        if not kept:
            return _Placed(Placement((), ()))
        newcomer = newcomer_as_kept(kept[0]["standard"], kept[0]["compartment"], self._scorer.scorer)
        before = read_before(tx, newcomer)
        # Nothing is counted anew: a record keeps the keys it has until a model's keys are published.
        keys = {one: key for one, key in newcomer.keys.items() if one in before.held}
        newcomer, before = replace(newcomer, keys=keys), replace(before, held=before.held & keys.keys())
        blocked = count_and_lock(tx, newcomer, before)
        rules = self._rules(newcomer, blocked, sure)
        near, placement = decide(tx, newcomer, before, blocked, rules)
        tx.run("mark_waiting_records", rows=[placed_again(key, placement, sure=sure)])
        moved = set(placement.persons) - {before.person}
        plan = move(tx, newcomer, near, placement, rules, at=at) if moved else None
        open_reviews(tx, placement.doubts, at=at)
        if plan is None:
            return _Placed(placement)
        _close_settled(tx, newcomer, plan, at=at)
        return _Placed(placement, _merged(plan, newcomer))


@dataclass(frozen=True, slots=True)
class _Placed:
    """A record placed again, and the ids that were retired by it."""

    placement: Placement
    merged: tuple[str, ...] = ()


def _as_before(newcomer: Newcomer, before: Before, feed: Feed) -> Outcome:
    """The outcome of a record that is there as sent. Where this very delivery brought it, the answer to an earlier
    attempt was lost on the way."""
    if before.came_with(feed):
        return Outcome(newcomer.key, before.number, _change(before.number), before.person)
    return Outcome(newcomer.key, before.number, "unchanged", before.person)


def _in_history(tx: Transaction, arrival: Arrival, before: Before, *, is_new: bool) -> Outcome:
    """The outcome of a record that says what was said before the current version; kept where that is new."""
    if is_new:
        tx.run("keep_past_versions", rows=[past_version(arrival, before)])
    return Outcome(arrival.record.key, before.number, "past" if is_new else "unchanged", before.person)


def _outcome(
    newcomer: Newcomer, before: Before, plan: Plan, placement: Placement, doubts: tuple[Doubt, ...]
) -> Outcome:
    person = plan.person_of[newcomer.key]
    number = before.next_number
    return Outcome(
        newcomer.key,
        number,
        _change(number),
        person,
        created=any(one.id == person and one.before is None for one in plan.persons),
        merged=_merged(plan, newcomer),
        doubts=doubts,
        again=placement.again,
    )


def _close_settled(tx: Transaction, newcomer: Newcomer, plan: Plan, *, at: datetime) -> None:
    drop_settled_about(tx, plan.person_of, at=at, compartment=newcomer.compartment, placed=True)


def _merged(plan: Plan, newcomer: Newcomer) -> tuple[str, ...]:
    person = plan.person_of[newcomer.key]
    return tuple(sorted(one.id for one in plan.persons if person in one.became))


def _change(version: int) -> Change:
    return "new" if version == 1 else "changed"
