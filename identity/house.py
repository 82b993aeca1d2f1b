"""Which building a record speaks of: house codes and addresses brought together into places, and places into houses."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import DamerauLevenshtein

from identity.canonical import content_id
from identity.resolution import OPEN, House
from identity.survivorship import ADDRESS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from identity.columns import Columns

ADDRESSES_OF_A_SHARED_CODE = 4
"""A house code stated with this many different addresses is the central register's or an agency's own, nobody's door."""

Locality = tuple[str | None, str | None, str | None]
"""Township number, lane and street: whichever of them a form asked for."""
Address = tuple[str, str, Locality]
"""Area, house number and locality."""


@dataclass(frozen=True, slots=True)
class Places:
    """The place each row says its person lives in and is registered in (None: it does not say), the house code
    of each place that has one, and the area and house number usually written on its door."""

    living: Sequence[str | None]
    registered: Sequence[str | None]
    codes: Mapping[str, str]
    doors: Mapping[str, tuple[str, str]]

    def is_slip(self, place: str, other: str) -> bool:
        """Whether the two differ by one letter of the house number alone: more likely misread than moved to."""
        one, two = self.doors.get(place), self.doors.get(other)
        return (
            one is not None
            and two is not None
            and one[0] == two[0]
            and DamerauLevenshtein.distance(one[1], two[1]) <= 1
        )


def find_places(columns: Columns, rows: Iterable[int]) -> Places:
    """Name the place of each of these rows; what other rows say is not looked at.

    A house is known by its code where it has one. A row without the code finds it by the address with which the
    code is usually stated, and a code seen less often than the address beside it gives way (a mistyped digit).
    """
    rows = sorted(rows)
    sides = (_Side(columns, rows, ""), _Side(columns, rows, "registered_"))
    _complete([side.addresses for side in sides])
    books = _Codebook(sides)
    living: list[str | None] = [None] * len(columns)
    registered: list[str | None] = [None] * len(columns)
    written: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for side, named in zip(sides, (living, registered), strict=True):
        for row in rows:
            address = side.addresses.get(row)
            place = named[row] = books.place(side.codes[row], address)
            if place is not None and address is not None:
                written[place][address[:2]] += 1
    codes = {
        place: place.removeprefix(CODE)
        for place in {*living, *registered}
        if place is not None and place.startswith(CODE) and place.removeprefix(CODE) not in books.shared
    }
    doors = {place: min(seen, key=lambda door: (-seen[door], door)) for place, seen in written.items()}
    return Places(living, registered, codes, doors)


def doors_and_codes(columns: Columns, row: int) -> dict[str, str]:
    """By what a row could share its place with another: `door` and `registered_door` (area and house number),
    `code` and `registered_code` (the house code); what it does not state is absent."""
    stated: dict[str, str] = {}
    for prefix in ("", "registered_"):
        side = _Side(columns, (row,), prefix)
        if row in side.addresses:
            stated[f"{prefix}door"] = "|".join(side.addresses[row][:2])
        if code := side.codes[row]:
            stated[f"{prefix}code"] = code
    return stated


_MEANINGLESS = str.maketrans("", "", " .,-")
CODE = "code:"
ADDRESS_MARK = "address:"


class _Side:
    """The living or the registered half of each row."""

    def __init__(self, columns: Columns, rows: Sequence[int], prefix: str) -> None:
        self.codes = columns[f"{prefix}house_code"]
        self.addresses: dict[int, Address] = {}
        read = columns.text.get
        numbers, townships = columns[f"{prefix}building_number"], columns[f"{prefix}township_number"]
        lanes, streets = read(f"{prefix}lane"), read(f"{prefix}street_name")
        codes = columns[f"{prefix}sub_district_code"]
        for row in rows:
            number = numbers[row]
            area = codes[row] or (None if prefix else _area_in_words(columns, row))
            if number and area:
                locality = (
                    townships[row],
                    _plain(lanes[row]) if lanes else None,
                    _plain(streets[row]) if streets else None,
                )
                self.addresses[row] = (area, _plain(number) or number, locality)


def _area_in_words(columns: Columns, row: int) -> str | None:
    """The area where no official code is known: post code and place name, and never a house number alone."""
    text = columns.text
    near = text["postcode"][row] or text["district_code"][row] or text["province_code"][row]
    named = _plain(text["sub_district"][row] or text["district"][row])
    if near and (named or text["street_name"][row]):
        return f"{near}/{named or ''}"
    return None


def _plain(text: str | None) -> str | None:
    """Letters, digits and the bar of a house number: blanks and dots mean nothing in an address."""
    return text.casefold().translate(_MEANINGLESS) or None if text else None


def _complete(sides: Sequence[dict[int, Address]]) -> None:
    """Fill in the locality a form left out, where exactly one fuller address of that number and area is known."""
    known: defaultdict[tuple[str, str], set[Locality]] = defaultdict(set)
    for addresses in sides:
        for area, number, locality in addresses.values():
            known[area, number].add(locality)
    fuller = {
        (area, number, locality): _fullest(locality, localities)
        for (area, number), localities in known.items()
        for locality in localities
    }
    for addresses in sides:
        for row, address in addresses.items():
            addresses[row] = (address[0], address[1], fuller[address])


def _fullest(locality: Locality, known: set[Locality]) -> Locality:
    fitting = [
        other
        for other in known
        if all(part is None or part == theirs for part, theirs in zip(locality, other, strict=True))
    ]
    most = max(sum(part is not None for part in other) for other in fitting)
    fullest = [other for other in fitting if sum(part is not None for part in other) == most]
    return fullest[0] if len(fullest) == 1 else locality


class _Codebook:
    """Which code goes with which address, from every row that states both."""

    def __init__(self, sides: Sequence[_Side]) -> None:
        self.weight: Counter[str] = Counter()
        self.address_weight: Counter[Address] = Counter()
        together: defaultdict[Address, Counter[str]] = defaultdict(Counter)
        addresses_of: defaultdict[str, Counter[Address]] = defaultdict(Counter)
        for side in sides:
            for row, address in side.addresses.items():
                self.address_weight[address] += 1
                code = side.codes[row]
                if code:
                    self.weight[code] += 1
                    together[address][code] += 1
                    addresses_of[code][address] += 1
        self.shared = frozenset(
            code
            for code, addresses in addresses_of.items()
            if _stated_apart(addresses) >= ADDRESSES_OF_A_SHARED_CODE
        )
        self.usual = {address: _most_common(codes, self.shared) for address, codes in together.items()}

    def place(self, code: str | None, address: Address | None) -> str | None:
        if code in self.shared and address is not None:
            code = None
        usual = self.usual.get(address) if address is not None else None
        if code and address is not None and usual and self.weight[usual] > self.weight[code]:
            code = usual
        code = code or usual
        if code:
            return CODE + code
        return (
            None
            if address is None
            else ADDRESS_MARK + "|".join([*address[:2], *(part or "" for part in address[2])])
        )


def _stated_apart(addresses: Counter[Address]) -> int:
    """Addresses stated at least twice, or a quarter of all: slips of the pen do not make a code a shared one."""
    enough = max(2, addresses.total() // 10)
    return sum(1 for count in addresses.values() if count >= enough)


def _most_common(codes: Counter[str], shared: frozenset[str]) -> str | None:
    ranked = sorted((-count, code) for code, count in codes.items() if code not in shared)
    return ranked[0][1] if ranked else None


def address_of(columns: Columns, rows: Iterable[int]) -> dict[str, str]:
    """The fullest living address these rows state; of equally full ones the latest."""
    cells, recorded, keys = [columns[part] for part in ADDRESS], columns["recorded_on"], columns.keys
    stated = {row: len([True for column in cells if column[row]]) for row in rows}
    if not stated:
        return {}
    row = max(stated, key=lambda row: (stated[row], recorded[row] or "", keys[row]))
    return {part: value for part, column in zip(ADDRESS, cells, strict=True) if (value := column[row])}


def houses_of(
    columns: Columns, places: Places, rows_at: Mapping[str, Sequence[int]], *, compartment: str
) -> dict[str, House]:
    """The house of each of these places (place -> the rows that state it): place -> house."""
    mark = "" if compartment == OPEN else f"{compartment}\x1f"
    return {
        place: House(
            content_id("B", mark + place), places.codes.get(place), address_of(columns, rows), compartment
        )
        for place, rows in sorted(rows_at.items())
    }
