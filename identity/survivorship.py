"""Golden values: one named rule an attribute, and for every value the records that support and contradict it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from identity import pins
from identity.records import ADDRESS_FIELDS
from identity.resolution import GoldenValue
from identity.spelling import gather_alike, is_alike

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from identity.columns import Columns
    from identity.pins import Pin

ADDRESS = (
    *(name for name in ADDRESS_FIELDS if name != "address"),
    "sub_district_code",
    "district_code",
    "province_code",
)
"""The parts of the living address, always taken together from one record: a mixed address is nobody's home."""


_JOIN = "\x1f"


@dataclass(frozen=True, slots=True)
class Rule:
    """How one golden attribute is chosen. `name` is a key of ORDERS. Where `alike` names a fold column, values
    spelt alike stand together first, so that a slip of the pen does not pass for a new name."""

    attribute: str
    name: str
    alike: str | None = None


RULES = (
    Rule("title", "most_recent_confirmed"),
    Rule("given_name", "most_recent_name", alike="given_fold"),
    Rule("middle_name", "most_recent_name", alike="middle_fold"),
    Rule("family_name", "most_recent_name", alike="family_fold"),
    Rule("nickname", "most_recent"),
    Rule("sex", "most_frequent"),
    Rule("death_date", "most_trusted"),
    Rule("citizen_id", "permanent_number_first"),
    Rule("phone", "most_recent_confirmed"),
    Rule("email", "most_recent_confirmed"),
)
"""The attributes chosen one by one. Birth, living address and former names have functions of their own below."""

ORDERS: Mapping[str, tuple[str, ...]] = {
    "most_recent": ("recency", "trust", "frequency"),
    "most_recent_confirmed": ("confirmed", "recency", "trust", "frequency"),
    "most_recent_name": ("on_paper", "confirmed", "recency", "trust", "frequency"),
    "usual_spelling": ("frequency", "trust", "length", "recency"),
    "most_frequent": ("frequency", "trust", "recency"),
    "most_trusted": ("trust", "recency", "frequency"),
    "permanent_number_first": ("permanence", "frequency", "trust", "recency"),
    "most_precise": ("precision", "frequency", "trust", "recency"),
    "most_recent_at_home": ("at_home", "whole", "recency", "trust", "length"),
}
"""What each rule looks at, the first thing first. What is equal in all of it is decided by the smaller value."""

_LIVING = "most_recent_at_home"
"""The rule of the living address."""

PERMANENCE = {"thai": 4, "alien": 3, "temporary": 2, "g_code": 1, "foreign": 0}
"""Holders of temporary numbers and G-codes later get a number for life; the older number then only contradicts."""

PRECISION = {"day": 4, "month": 2, "year": 1, "approximate": 0}
FIRST_OF_JANUARY = 3
"""The first of January is often how "unknown" is written: less than any other day, more than a month."""

HEARSAY = 40
"""Below this trust a source writes down what an informant said: a nickname there is not a new name."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One value in competition, with the rows that state it."""

    value: str
    rows: tuple[int, ...]


_WHOLE: Mapping[str, tuple[str, ...]] = {
    pins.BIRTH: ("birth_date", "birth_year", "birth_precision"),
    pins.ADDRESS: ADDRESS,
}


def _birth_stated(text: str) -> dict[str, str | int]:
    """A pinned birth, an ISO 8601 day or a year."""
    if len(text) == 4:
        return {"birth_year": int(text), "birth_precision": "year"}
    return {"birth_date": text, "birth_year": int(text[:4]), "birth_precision": "day"}


class Survivorship:
    """Chooses golden values for one person at a time from the rows of a table."""

    def __init__(
        self, columns: Columns, trust: Sequence[int], at_home: Collection[int] = frozenset[int]()
    ) -> None:
        """`trust` is one number a row: that of the row's source. `at_home` are the rows that state the address of
        the place their person is held to live at, so that person and household do not contradict each other."""
        self._columns = columns
        self._trust = trust
        self._measures: Mapping[str, Callable[[Candidate], str | int]] = {
            "recency": lambda candidate: max(columns["recorded_on"][row] or "" for row in candidate.rows),
            "trust": lambda candidate: max(trust[row] for row in candidate.rows),
            "frequency": lambda candidate: len(candidate.rows),
            "confirmed": lambda candidate: len(candidate.rows) > 1,
            "on_paper": lambda candidate: any(trust[row] >= HEARSAY for row in candidate.rows),
            "length": lambda candidate: len(candidate.value),
            "permanence": lambda candidate: max(
                PERMANENCE.get(columns["citizen_id_kind"][row] or "", 0) for row in candidate.rows
            ),
            "precision": lambda candidate: max(self._precision(row) for row in candidate.rows),
            "at_home": lambda candidate: any(row in at_home for row in candidate.rows),
            "whole": lambda candidate: max(self._is_whole(row) for row in candidate.rows),
        }

    def golden_values(
        self, rows: Iterable[int], pinned: Mapping[str, Pin] | None = None
    ) -> dict[str, GoldenValue]:
        """Every golden value of the person these rows describe; attributes no row states are absent.

        `pinned` is what a human decided, by field: it goes before every rule.
        """
        # In order of record key from here on, so that every list of supporting records comes out sorted.
        rows = sorted(rows, key=self._columns.keys.__getitem__)
        values: dict[str, GoldenValue] = {}
        for rule in RULES:
            candidates = self._candidates(rule.attribute, rows)
            if candidates:
                winner = self._best(rule.name, self._spelt_alike(rule, candidates))
                values[rule.attribute] = self._value(rule.name, rule.attribute, winner.value, rows)
        values.update(self._birth(rows))
        values.update(self._living_address(rows))
        for pin in (pinned or {}).values():
            self._pin(pin, rows, values)
        former = self._former_names(rows, values)
        if former:
            values["former_names"] = former
        return values

    def _pin(self, pin: Pin, rows: Sequence[int], values: dict[str, GoldenValue]) -> None:
        """Put what a pin says in the place of what the rules chose. A record that no longer belongs to the person,
        or no longer says anything of the field, pins nothing."""
        origin = next((row for row in rows if self._columns.keys[row] == pin.origin), None)
        if pin.origin is not None and origin is None:
            return
        if pin.field == pins.BIRTH:
            stated = self._birth([origin]) if origin is not None else _birth_stated(pin.value or "")
        elif origin is not None:
            parts = ADDRESS if pin.field == pins.ADDRESS else (pin.field,)
            stated = {part: cell for part in parts if (cell := self._columns[part][origin])}
        else:
            stated = {pin.field: pin.value or ""}
        if not stated:
            return
        for part in _WHOLE.get(pin.field, (pin.field,)):
            values.pop(part, None)
        for part, value in stated.items():
            plain = value.value if isinstance(value, GoldenValue) else value
            values[part] = self._stated(part, plain, rows)

    def _stated(self, part: str, value: str | int | tuple[str, ...], rows: Sequence[int]) -> GoldenValue:
        if part == "birth_year":
            years = self._columns.birth_year
            agree = [row for row in rows if years[row] == value]
            differ = [row for row in rows if years[row] not in (value, None)]
            return GoldenValue(value, pins.PINNED, self._keys(agree), self._keys(differ))
        return self._value(pins.PINNED, part, str(value), rows)

    def _candidates(self, column: str, rows: Sequence[int]) -> list[Candidate]:
        cells = self._columns[column]
        stated: dict[str, list[int]] = {}
        for row in rows:
            cell = cells[row]
            if cell:
                stated.setdefault(cell, []).append(row)
        return [Candidate(value, tuple(stated[value])) for value in sorted(stated)]

    def _best(self, rule: str, candidates: Sequence[Candidate]) -> Candidate:
        if len(candidates) == 1:
            return candidates[0]
        measures = [self._measures[name] for name in ORDERS[rule]]
        return max(candidates, key=lambda candidate: tuple(measure(candidate) for measure in measures))

    def _spelt_alike(self, rule: Rule, candidates: list[Candidate]) -> list[Candidate]:
        """Narrow a name's candidates to the spellings of the name that won, the usual spelling alone."""
        if rule.alike is None or len(candidates) == 1:
            return candidates
        folds = self._columns[rule.alike]
        names = gather_alike(
            [(candidate, folds[candidate.rows[0]] or candidate.value) for candidate in candidates]
        )
        spellings = {min(spelling.value for spelling in name): name for name in names}
        winner = self._best(
            rule.name,
            [
                Candidate(value, tuple(row for spelling in spellings[value] for row in spelling.rows))
                for value in sorted(spellings)
            ],
        )
        return [self._best("usual_spelling", spellings[winner.value])]

    def _value(self, rule: str, column: str, value: str, rows: Sequence[int]) -> GoldenValue:
        cells, keys = self._columns[column], self._columns.keys
        supports = tuple(keys[row] for row in rows if cells[row] == value)
        if len(supports) == len(rows):
            return GoldenValue(value, rule, supports)
        against = tuple(keys[row] for row in rows if cells[row] and cells[row] != value)
        return GoldenValue(value, rule, supports, against)

    def _keys(self, rows: Iterable[int]) -> tuple[str, ...]:
        return tuple(sorted(self._columns.keys[row] for row in rows))

    def _precision(self, row: int) -> int:
        date = self._columns["birth_date"][row]
        if date and date.endswith("-01-01"):
            return FIRST_OF_JANUARY
        return PRECISION.get(self._columns["birth_precision"][row] or "", 0)

    def _birth(self, rows: Sequence[int]) -> dict[str, GoldenValue]:
        """Date, year and precision of birth, together from the most precise statement.

        A record that knows only the year supports the year; it does not contradict the date.
        """
        years = self._columns.birth_year
        stated: dict[str, list[int]] = defaultdict(list)
        for row in rows:
            if years[row] is not None:
                stated[self._columns["birth_date"][row] or f"{years[row]:04d}"].append(row)
        if not stated:
            return {}
        rule = "most_precise"
        winner = self._best(rule, [Candidate(value, tuple(stated[value])) for value in sorted(stated)])
        row = max(winner.rows, key=lambda row: (self._precision(row), self._trust[row]))
        year, precision = years[row], self._columns["birth_precision"][row]
        values: dict[str, GoldenValue] = {}
        if self._columns["birth_date"][row]:
            values["birth_date"] = self._value(rule, "birth_date", winner.value, rows)
        if year is not None:
            agree = [row for row in rows if years[row] == year]
            differ = [row for row in rows if years[row] not in (year, None)]
            values["birth_year"] = GoldenValue(year, rule, self._keys(agree), self._keys(differ))
        if precision:
            values["birth_precision"] = GoldenValue(precision, rule, self._keys(winner.rows))
        return values

    def _is_whole(self, row: int) -> bool:
        """An address that finds a door: a house number and somewhere to look for it, or a house code."""
        text = self._columns.text
        if text["building_number"][row]:
            return bool(
                text["sub_district"][row] or text["sub_district_code"][row] or text["street_name"][row]
            )
        return bool(text["house_code"][row] and text["province"][row])

    def living_address(self, rows: Iterable[int]) -> dict[str, str]:
        """The parts of the address alone, the only golden values that depend on where the person is held to live."""
        winner = self._address(sorted(rows, key=self._columns.keys.__getitem__))
        parts = () if winner is None else winner.value.split(_JOIN)
        return {part: value for part, value in zip(ADDRESS, parts, strict=False) if value}

    def _address(self, rows: Sequence[int]) -> Candidate | None:
        text = self._columns.text
        parts = [text[part] for part in ADDRESS]
        nothing = _JOIN * (len(ADDRESS) - 1)
        stated: dict[str, list[int]] = defaultdict(list)
        for row in rows:
            address = _JOIN.join([cells[row] or "" for cells in parts])
            if address != nothing:
                stated[address].append(row)
        if not stated:
            return None
        return self._best(_LIVING, [Candidate(value, tuple(stated[value])) for value in sorted(stated)])

    def _living_address(self, rows: Sequence[int]) -> dict[str, GoldenValue]:
        parts = self.living_address(rows)
        return {part: self._value(_LIVING, part, value, rows) for part, value in parts.items()}

    def _former_names(self, rows: Sequence[int], golden: Mapping[str, GoldenValue]) -> GoldenValue | None:
        """Every other full name a paper gave the person, latest first; other spellings of one name once."""
        if "given_name" not in golden or "family_name" not in golden:
            return None
        text = self._columns.text
        given, family = text["given_name"], text["family_name"]
        named = [row for row in rows if given[row] and family[row] and self._trust[row] >= HEARSAY]
        if len({(given[row], family[row]) for row in named}) < 2:
            return None
        now = (
            self._fold_of(golden["given_name"], "given", rows)
            + " "
            + self._fold_of(golden["family_name"], "family", rows)
        )
        stated: dict[str, list[int]] = {}
        folds: dict[str, str] = {}
        for row in named:
            name = f"{given[row]} {family[row]}"
            folds[name] = f"{text['given_fold'][row] or given[row]} {text['family_fold'][row] or family[row]}"
            if not is_alike(folds[name], now):
                stated.setdefault(name, []).append(row)
        names = gather_alike([(Candidate(name, tuple(stated[name])), folds[name]) for name in sorted(stated)])
        latest = sorted(names, key=self._latest, reverse=True)
        former = tuple(self._best("usual_spelling", name).value for name in latest)
        supports = self._keys(row for name in names for spelling in name for row in spelling.rows)
        return GoldenValue(former, "every_other_name", supports) if former else None

    def _latest(self, name: Sequence[Candidate]) -> tuple[str, str]:
        days = [self._columns["recorded_on"][row] or "" for spelling in name for row in spelling.rows]
        return max(days), min(spelling.value for spelling in name)

    def _fold_of(self, value: GoldenValue, part: str, rows: Sequence[int]) -> str:
        names, folds = self._columns[f"{part}_name"], self._columns[f"{part}_fold"]
        return next(
            (fold for row in rows if names[row] == value.value and (fold := folds[row])), str(value.value)
        )
