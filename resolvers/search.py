"""Ranks persons found by name: how well each fits what was asked, and for which reasons. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from identity.spelling import name_similarity
from identity.standardise import fold, sound_key, standardise_name

if TYPE_CHECKING:
    from collections.abc import Iterable

SAME, SOUNDS, SIMILAR = "EXACT", "SOUNDS_ALIKE", "SIMILAR"
SOUND_SCORE = 0.95
"""Thai writes one sound in many ways: a name that sounds like the one asked is nearly as good as the same."""
SPELT_SHARE = 0.9
"""A name only spelt alike is another name more often than not (สมชัย, สมชาย), so it ranks below."""
SIMILAR_FROM = 0.85
"""Spellings less alike than this (Jaro-Winkler over folds) are no reason."""
GIVEN_SHARE = 0.5
"""Given and family name count alike: Thai family names are rare, but women change theirs."""
YEAR_SHARE = 0.2
NEAR_YEARS = 1
SCORE_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """A search: a part is None where it was not given. A lone word is a given name that may be a family name."""

    given: str | None
    family: str | None
    birth_year: int | None = None

    @property
    def given_sound(self) -> str | None:
        return _sound(self.given)

    @property
    def family_sound(self) -> str | None:
        # A lone word is sought among family names as well.
        return _sound(self.family if self.family or not self.given else self.given)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person as far as the search may look at them: golden values that the caller sees in clear."""

    id: str
    given: str | None
    family: str | None
    birth_year: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate with its score, 0 to 1, and its reasons."""

    id: str
    score: float
    reasons: tuple[str, ...]


def asked(name: str, birth_year: int | None) -> Asked:
    """What a query text asks for; a title before the name is dropped."""
    parts = standardise_name(full=name)
    return Asked(parts.given, parts.family, birth_year)


def rank(query: Asked, candidates: Iterable[Candidate]) -> list[Found]:
    """Those with a reason in the name, best first, equal ones by id."""
    found = (_judge(query, candidate) for candidate in candidates)
    return sorted((one for one in found if one is not None), key=lambda one: (-one.score, one.id))


def _judge(query: Asked, candidate: Candidate) -> Found | None:
    if query.family is None and query.given is not None:
        name_score, reasons = _single(query.given, candidate)
    else:
        given, why_given = _part("GIVEN", query.given, candidate.given)
        family, why_family = _part("FAMILY", query.family, candidate.family)
        name_score, reasons = GIVEN_SHARE * given + (1 - GIVEN_SHARE) * family, why_given + why_family
    if not reasons:
        return None
    score, why_year = _with_year(name_score, query.birth_year, candidate.birth_year)
    return Found(candidate.id, round(score, SCORE_DIGITS), reasons + why_year)


def _single(word: str, candidate: Candidate) -> tuple[float, tuple[str, ...]]:
    """A lone word fits either name; the better of the two counts."""
    return max(_part("GIVEN", word, candidate.given), _part("FAMILY", word, candidate.family))


def _part(which: str, wanted: str | None, held: str | None) -> tuple[float, tuple[str, ...]]:
    if not wanted or not held:
        return 0.0, ()
    if fold(wanted) == fold(held):
        return 1.0, (f"{which}_{SAME}",)
    alike = name_similarity(wanted, held)
    if sound_key(wanted) == sound_key(held):
        return max(alike, SOUND_SCORE), (f"{which}_{SOUNDS}",)
    return (alike * SPELT_SHARE, (f"{which}_{SIMILAR}",)) if alike >= SIMILAR_FROM else (alike / 2, ())


def _with_year(score: float, wanted: int | None, held: int | None) -> tuple[float, tuple[str, ...]]:
    if wanted is None:
        return score, ()
    if held is None:
        return score * (1 - YEAR_SHARE), ()
    away = abs(wanted - held)
    if away == 0:
        return score * (1 - YEAR_SHARE) + YEAR_SHARE, ("BIRTH_YEAR",)
    if away <= NEAR_YEARS:
        return score * (1 - YEAR_SHARE) + YEAR_SHARE / 2, ("BIRTH_YEAR_NEAR",)
    return score * (1 - YEAR_SHARE), ()


def _sound(part: str | None) -> str | None:
    return (sound_key(part) or None) if part else None
