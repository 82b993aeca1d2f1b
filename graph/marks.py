"""What a record says of place and company that others may say too, kept beside it so that neighbours find each other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from identity.columns import columns_of_rows
from identity.house import doors_and_codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DOORS = ("markDoor", "markRegisteredDoor")
CODES = ("markCode", "markRegisteredCode")
FORM = "markForm"
MARKS = (*DOORS, *CODES, FORM)
"""Properties of a source record: area and house number, house code, and the form it stands on."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks by what they are of, as the queries want them."""

    doors: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()

    @classmethod
    def of(cls, marks: Iterable[tuple[str, str]]) -> Marks:
        """Sorted, each once."""
        gathered: defaultdict[str, set[str]] = defaultdict(set)
        for name, mark in marks:
            gathered[name].add(mark)
        return cls(
            doors=tuple(sorted(set[str]().union(*(gathered[name] for name in DOORS)))),
            codes=tuple(sorted(set[str]().union(*(gathered[name] for name in CODES)))),
            forms=tuple(sorted(gathered[FORM])),
        )

    def __bool__(self) -> bool:
        return bool(self.doors or self.codes or self.forms)

    @property
    def asked(self) -> dict[str, list[str]]:
        """As a query is told of them."""
        return {"doors": list(self.doors), "codes": list(self.codes), "forms": list(self.forms)}

    def beyond(self, asked: Marks) -> Marks:
        """Those that were not asked for yet."""
        return Marks(
            tuple(mark for mark in self.doors if mark not in asked.doors),
            tuple(mark for mark in self.codes if mark not in asked.codes),
            tuple(mark for mark in self.forms if mark not in asked.forms),
        )


def mark_properties(row: Mapping[str, Any]) -> dict[str, str]:
    """The marks of a standardised row; what it does not state is absent."""
    found = doors_and_codes(columns_of_rows([row]), 0)
    marks = {
        "markDoor": found.get("door"),
        "markRegisteredDoor": found.get("registered_door"),
        "markCode": found.get("code"),
        "markRegisteredCode": found.get("registered_code"),
        FORM: row.get("household_id"),
    }
    return {name: mark for name, mark in marks.items() if mark}
