"""Given names, family names and nicknames with realistic frequencies.

The Thai name lists (CC BY-SA) are read from the installed pythainlp when a population is made."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from hub.demo.chance import Dice, Weighted

if TYPE_CHECKING:
    from hub.demo.people import Culture, Sex

_THAI_WORD = re.compile(r"[\u0e01-\u0e2e\u0e40-\u0e44][\u0e01-\u0e3a\u0e40-\u0e4e]+")
_OLD_NAMES_BEFORE = 1985
COMMON_FAMILY_SHARE = 0.22
"""How many families bear a name that unrelated families bear as well; the rest have one of their own, as the
Surname Act of 1913 wanted."""


@cache
def own_names() -> dict[str, list[str]]:
    """The lists of names.yaml."""
    return yaml.safe_load(Path(__file__).with_name("names.yaml").read_text(encoding="utf-8"))


class NameBook:
    """Draws names. Common given names are Zipf-like; short ones were the fashion before the 1980s."""

    def __init__(self, dice: Dice) -> None:
        # Importing pythainlp takes a fifth of a second, which no other command should pay.
        from pythainlp.corpus import thai_family_names, thai_female_names, thai_male_names

        men, women = _usable(thai_male_names(), 14), _usable(thai_female_names(), 14)
        both = set(men) & set(women)
        self._given: dict[tuple[Sex, bool], Weighted[str]] = {}
        self._by_beginning: dict[Sex, dict[str, list[str]]] = {}
        lists: tuple[tuple[Sex, list[str]], ...] = (("male", men), ("female", women))
        for sex, names in lists:
            own = [name for name in names if name not in both]
            self._by_beginning[sex] = _grouped(own)
            self._given[sex, True] = _by_fashion(own, dice, letters=5)
            self._given[sex, False] = _by_fashion(own, dice, letters=8)
        families = _usable(thai_family_names(), 16)
        dice.shuffle(families)
        self._common = Weighted(families[:120], [1 / (rank + 4) for rank in range(120)])
        self._unique = families[120:]
        self._used = 0

    def given(self, sex: Sex, culture: Culture, *, year: int, dice: Dice, like: str = "") -> str:
        """A given name. `like` asks for one that begins as a sibling's does, as twins' names often do."""
        if culture not in ("thai", "chinese"):
            return self._other_given(sex, culture, dice)
        drawn = self._given[sex, year < _OLD_NAMES_BEFORE]
        alike = [name for name in self._by_beginning[sex].get(like[:3], []) if name != like] if like else []
        return dice.choice(alike) if alike else drawn.draw(dice)

    def family(self, culture: Culture, dice: Dice) -> str:
        """A family name for a new family; empty where the culture has none."""
        if culture in ("highland", "migrant"):
            return ""
        if culture != "thai":
            if culture == "malay" and dice.chance(0.3):
                return ""
            return dice.choice(own_names()[f"{culture}_families"])
        if dice.chance(COMMON_FAMILY_SHARE):
            return self._common.draw(dice)
        self._used += 1
        return self._unique[self._used % len(self._unique)]

    def nickname(self, dice: Dice) -> str:
        """What everybody calls the person."""
        return dice.choice(own_names()["nicknames"])

    def _other_given(self, sex: Sex, culture: Culture, dice: Dice) -> str:
        name = dice.choice(own_names()[f"{culture}_{sex}"])
        if culture == "migrant":
            return f"{name} {dice.choice(own_names()['migrant_second'])}"
        # Second parts keep apart what a list of twenty names would throw together.
        if dice.chance(0.75):
            return name + dice.choice(own_names()[f"{culture}_{sex}"])
        return name


def _usable(names: frozenset[str], longest: int) -> list[str]:
    """Thai words of three letters or more, sorted: a set has no order that two machines share."""
    return sorted(name for name in names if 2 < len(name) <= longest and _THAI_WORD.fullmatch(name))


def _grouped(names: list[str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(name[:3], []).append(name)
    return groups


def _by_fashion(names: list[str], dice: Dice, *, letters: int) -> Weighted[str]:
    """Ranks the names of one generation, those near the fashionable length first, and weighs by rank."""
    ranked = sorted(names, key=lambda name: abs(len(name) - letters) * 0.35 + dice.random() * 2)
    return Weighted(ranked, [1 / (rank + 12) ** 0.9 for rank in range(len(ranked))])
