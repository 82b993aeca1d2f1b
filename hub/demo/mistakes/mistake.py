"""One kind of mistake, and the desk at which it is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from hub.demo.chance import Dice
    from hub.demo.entry import Entry


@dataclass(frozen=True, slots=True)
class Desk:
    """Where entries are written: its dice, whether its files are CP874, whose phone the village volunteer has."""

    dice: Dice
    legacy: bool
    volunteers_phone: Callable[[Entry], str]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One kind, named as in rates.csv: where an entry gives occasion for it, and what it does to the entry."""

    kind: str
    possible: Callable[[Entry], bool]
    change: Callable[[Entry, Desk], None]


def always(_: Entry) -> bool:
    """For mistakes that any entry gives occasion for."""
    return True


def blank(*parts: str) -> Callable[[Entry, Desk], None]:
    """The change that leaves these parts of an entry empty."""

    def change(entry: Entry, _: Desk) -> None:
        for part in parts:
            setattr(entry, part, "")

    return change
