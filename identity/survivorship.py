"""Golden values: one named rule an attribute, and for every value the records that support and contradict it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import JaroWinkler

from identity.records import ADDRESS_FIELDS
from identity.resolution import GoldenValue

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from identity.columns import Columns

ADDRESS = (
    *(name for name in ADDRESS_FIELDS if name != "address"),
    "sub_district_code",
    "district_code",
    "province_code",
)
"""The parts of the living address, always taken together from one record: a mixed address is nobody's home."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How one golden attribute is chosen. `name` is a key of ORDERS. Where `alike` names a fold column, values
    spelt alike stand together first, so that a slip of the pen does not pass for a new name."""

    attribute: str
    name: str
    alike: str | None = None


RULES = (
    Rule("title", "most_recent"),
    Rule("given_name", "most_recent_name", alike="given_fold"),
    Rule("middle_name", "most_recent_name", alike="middle_fold"),
    Rule("family_name", "most_recent_name", alike="family_fold"),
    Rule("nickname", "most_recent"),
    Rule("sex", "most_frequent"),
    Rule("death_date", "most_trusted"),
    Rule("citizen_id", "permanent_number_first"),
    Rule("phone", "most_recent"),
    Rule("email", "most_recent"),
)
"""The attributes chosen one by one. Birth, living address and former names have functions of their own below."""

ORDERS: Mapping[str, tuple[str, ...]] = {
    "most_recent": ("recency", "trust", "frequency"),
    "most_recent_name": ("recency", "trust", "frequency"),
    "usual_spelling": ("frequency", "trust", "length", "recency"),
    "most_frequent": ("frequency", "trust", "recency"),
    "most_trusted": ("trust", "recency", "frequency"),
    "permanent_number_first": ("permanence", "frequency", "trust", "recency"),
    "most_precise": ("precision", "frequency", "trust", "recency"),
    "most_recent_whole_address": ("whole", "recency", "trust", "length"),
}
"""What each rule looks at, the first thing first. What is equal in all of it is decided by the smaller value."""

PERMANENCE = {"thai": 4, "alien": 3, "temporary": 2, "g_code": 1, "foreign": 0}
"""Holders of temporary numbers and G-codes later get a number for life; the older number then only contradicts."""

PRECISION = {"day": 4, "month": 2, "year": 1, "approximate": 0}
FIRST_OF_JANUARY = 3
"""The first of January is often how "unknown" is written: less than any other day, more than a month."""

SAME_NAME = 0.88
"""Jaro-Winkler on folded names from which two spellings count as one name."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One value in competition, with the rows that state it."""

    value: str
    rows: tuple[int, ...]


class Survivorship:
    """Chooses golden values for one person at a time from the rows of a table."""

    def __init__(self, columns: Columns, trust: Sequence[int]) -> None:
        """`trust` is one number a row: that of the row's source."""
        self._columns = columns
        self._trust = trust
        self._measures: Mapping[str, Callable[[Candidate], str | int]] = {
            "recency": lambda candidate: max(columns["recorded_on"][row] or "" for row in candidate.rows),
            "trust": lambda candidate: max(trust[row] for row in candidate.rows),
            "frequency": lambda candidate: len(candidate.rows),
            "length": lambda candidate: len(candidate.value),
            "permanence": lambda candidate: max(
                PERMANENCE.get(columns["citizen_id_kind"][row] or "", 0) for row in candidate.rows
            ),
            "precision": lambda candidate: max(self._precision(row) for row in candidate.rows),
            "whole": lambda candidate: max(self._is_whole(row) for row in candidate.rows),
        }

    def golden_values(self, rows: Sequence[int]) -> dict[str, GoldenValue]:
        """Every golden value of the person these rows describe; attributes no row states are absent."""
        values: dict[str, GoldenValue] = {}
        for rule in RULES:
            candidates = self._candidates(rule.attribute, rows)
            if candidates:
                winner = self._best(rule.name, self._spelt_alike(rule, candidates))
                values[rule.attribute] = self._value(rule.name, winner, candidates)
        values.update(self._birth(rows))
        values.update(self._living_address(rows))
        former = self._former_names(rows, values)
        if former:
            values["former_names"] = former
        return values

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
        names = alike([(candidate, folds[candidate.rows[0]] or candidate.value) for candidate in candidates])
        whole = [
            Candidate(min(spelling.value for spelling in name), tuple(row for s in name for row in s.rows))
            for name in names
        ]
        winner = self._best(rule.name, sorted(whole, key=lambda name: name.value))
        chosen = next(name for name in names if min(spelling.value for spelling in name) == winner.value)
        return [self._best("usual_spelling", chosen)]

    def _value(self, rule: str, winner: Candidate, candidates: Sequence[Candidate]) -> GoldenValue:
        against = [
            row for candidate in candidates if candidate.value != winner.value for row in candidate.rows
        ]
        return GoldenValue(winner.value, rule, self._keys(winner.rows), self._keys(against))

    def _keys(self, rows: Sequence[int]) -> tuple[str, ...]:
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
        dated = self._candidates("birth_date", rows)
        row = max(winner.rows, key=lambda row: (self._precision(row), self._trust[row]))
        year, precision = years[row], self._columns["birth_precision"][row]
        values: dict[str, GoldenValue] = {}
        if self._columns["birth_date"][row]:
            values["birth_date"] = self._value(rule, winner, dated)
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

    def _living_address(self, rows: Sequence[int]) -> dict[str, GoldenValue]:
        rule = "most_recent_whole_address"
        text = self._columns.text
        stated: dict[str, list[int]] = defaultdict(list)
        for row in rows:
            address = "\x1f".join(text[part][row] or "" for part in ADDRESS)
            if address.strip("\x1f"):
                stated[address].append(row)
        if not stated:
            return {}
        winner = self._best(rule, [Candidate(value, tuple(stated[value])) for value in sorted(stated)])
        values: dict[str, GoldenValue] = {}
        for part, value in zip(ADDRESS, winner.value.split("\x1f"), strict=True):
            if value:
                candidates = self._candidates(part, rows)
                chosen = next(candidate for candidate in candidates if candidate.value == value)
                values[part] = self._value(rule, chosen, candidates)
        return values

    def _former_names(self, rows: Sequence[int], golden: Mapping[str, GoldenValue]) -> GoldenValue | None:
        """Every other full name the person was recorded under, latest first; other spellings of one name once."""
        if "given_name" not in golden or "family_name" not in golden:
            return None
        text = self._columns.text
        stated: dict[str, list[int]] = {}
        folds: dict[str, str] = {}
        for row in rows:
            given, family = text["given_name"][row], text["family_name"][row]
            if given and family:
                name = f"{given} {family}"
                stated.setdefault(name, []).append(row)
                folds[name] = f"{text['given_fold'][row] or given} {text['family_fold'][row] or family}"
        if len(stated) < 2:
            return None
        now = f"{golden['given_name'].value} {golden['family_name'].value}"
        names = alike([(Candidate(name, tuple(stated[name])), folds[name]) for name in sorted(stated)])
        former = [
            (self._best("usual_spelling", name), [row for spelling in name for row in spelling.rows])
            for name in names
            if all(spelling.value != now for spelling in name)
        ]
        if not former:
            return None
        recorded = text["recorded_on"]
        former.sort(key=lambda name: name[0].value)
        former.sort(key=lambda name: max(recorded[row] or "" for row in name[1]), reverse=True)
        return GoldenValue(
            tuple(name.value for name, _ in former),
            "every_other_name",
            self._keys([row for _, rows in former for row in rows]),
        )


def alike(spellings: Sequence[tuple[Candidate, str]]) -> list[list[Candidate]]:
    """Gather candidates, each with its folded text, into names: chains of spellings alike part by part."""
    names: list[list[tuple[Candidate, str]]] = []
    for spelling in spellings:
        near = [name for name in names if any(_is_alike(spelling[1], other[1]) for other in name)]
        names = [name for name in names if name not in near]
        names.append([spelling, *(member for name in near for member in name)])
    return [[candidate for candidate, _ in name] for name in names]


def _is_alike(left: str, right: str) -> bool:
    parts = list(zip(left.split(" "), right.split(" "), strict=False))
    return all(JaroWinkler.similarity(one, other) >= SAME_NAME for one, other in parts)
