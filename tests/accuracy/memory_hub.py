"""The live path without a graph: records by blocking key in dictionaries, placed one by one."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from identity.placing import Neighbour, Placement, place
from identity.settling import settle

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from identity.linking.blocking import BlockingKey
    from identity.linking.scorer import Prepared, Scorer


class MemoryHub:
    """Persons that grow as records come in. `sure` as in `identity.placing.place`."""

    def __init__(self, scorer: Scorer, *, sure: float) -> None:
        self.person: dict[str, str] = {}
        self.records: dict[str, list[str]] = {}
        self.doubts: Counter[str] = Counter()
        self.waited: int = 0
        self.again: int = 0
        self._scorer = scorer
        self._sure = sure
        self._rows: dict[str, Prepared] = {}
        self._keys: dict[str, tuple[BlockingKey, ...]] = {}
        self._blocks: defaultdict[BlockingKey, list[str]] = defaultdict(list)
        self._holders: defaultdict[str, list[str]] = defaultdict(list)
        self._waiting: dict[str, float] = {}

    def load(self, rows: Iterable[Prepared]) -> None:
        """Take in one load, the records in this order, and decide what was not sure when all have come in."""
        for row in rows:
            self.take_in(row)
        self.settle()

    def take_in(self, row: Prepared) -> None:
        """Take in one new record."""
        self._rows[row.key] = row
        self._keys[row.key] = self._scorer.keys(row)
        for key in self._keys[row.key]:
            self._blocks[key].append(row.key)
        number = self._scorer.any_number(row)
        if number is not None:
            self._holders[number].append(row.key)
        self._place(row.key, self._sure)

    def settle(self) -> None:
        """Decide what was not sure while the records came in."""
        waiting, self._waiting = self._waiting, {}
        self.waited += len(waiting)
        for _ in settle(waiting, self._place):
            pass

    def _place(self, key: str, sure: float) -> Placement:
        placement = self._place_one(key, sure)
        again = list(placement.again)
        while again:
            self.again += 1
            again += self._place_one(again.pop(0), sure).again
        return placement

    def _place_one(self, key: str, sure: float) -> Placement:
        own = self.person.get(key)
        persons = {self.person[other] for other in self._candidates(key)} | ({own} if own else set())
        neighbours = [
            Neighbour(record, person, self._rows[record])
            for person in sorted(persons)
            for record in self.records[person]
            if record != key
        ]
        placement = place(
            self._rows[key],
            neighbours,
            scorer=self._scorer,
            decided={},
            own=own,
            witnesses=self._witnesses(key, [one.row for one in neighbours]),
            sure=sure,
        )
        self.doubts.update(doubt.kind for doubt in placement.doubts)
        self._carry_out(key, placement.persons)
        if placement.waits is not None:
            self._waiting[key] = placement.waits
        return placement

    def _candidates(self, key: str) -> set[str]:
        blocks = (self._blocks[one] for one in self._keys[key] if len(self._blocks[one]) <= one.cap)
        return {other for block in blocks for other in block if other != key}

    def _witnesses(self, key: str, rows: Sequence[Prepared]) -> list[Prepared]:
        inside = {key, *(row.key for row in rows)}
        numbers = {self._scorer.any_number(row) for row in (self._rows[key], *rows)} - {None}
        holders = {holder for number in numbers for holder in self._holders[str(number)]}
        return [self._rows[holder] for holder in sorted(holders - inside)]

    def _carry_out(self, key: str, persons: Collection[str]) -> None:
        first, *others = persons or (key,)
        held = self.records.setdefault(first, [])
        for person in others:
            for record in self.records[person]:
                self.person[record] = first
            held += self.records.pop(person)
        if key not in self.person:
            held.append(key)
        self.person[key] = first
