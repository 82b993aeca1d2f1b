"""How well stewards agree with one another on questions that two of them answered, chance agreement taken off."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from identity.judgement import Verdict

_STEWARDS = 2
"""Whose answers are compared: those of the first two."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """One steward's answer to one question. `blind`: given without sight of the score. `weight` is the match weight
    of the pair in bits when the question was asked, None where it was never compared. `asked` is when the question was
    opened that it answers: with other records it is asked again and is another question; None where that was not kept."""

    review: str
    by: str
    verdict: Verdict
    at: datetime
    blind: bool
    weight: float | None
    asked: datetime | None = None


@dataclass(frozen=True, slots=True)
class StewardAgreement:
    """Over `questions` answered by two stewards, `same` answers were equal. `kappa` is Cohen's (1960): 1 is full
    agreement, 0 what chance would give; None where there is no such question or only one answer was ever given."""

    questions: int
    same: int
    kappa: float | None

    @property
    def rate(self) -> float | None:
        """Share of equal answers."""
        return self.same / self.questions if self.questions else None


def steward_agreement(opinions: Iterable[Opinion]) -> StewardAgreement:
    """Agreement over the questions that two stewards answered; each steward's latest answer counts.

    A third answer does not: it is asked for only where the first two differ, and would count each such question thrice.
    """
    return _agreement(_answered_twice(opinions))


def agreement_by_pair(opinions: Iterable[Opinion]) -> Mapping[tuple[str, str], StewardAgreement]:
    """The same for each two stewards, their names in alphabetical order."""
    pairs: defaultdict[tuple[str, str], list[tuple[Opinion, Opinion]]] = defaultdict(list)
    for one, other in _answered_twice(opinions):
        pairs[one.by, other.by].append((one, other))
    return {stewards: _agreement(answers) for stewards, answers in sorted(pairs.items())}


def _answered_twice(opinions: Iterable[Opinion]) -> list[tuple[Opinion, Opinion]]:
    rounds: defaultdict[tuple[str, datetime | None], dict[str, Opinion]] = defaultdict(dict)
    for opinion in sorted(opinions, key=lambda opinion: (opinion.at, opinion.by)):
        rounds[opinion.review, opinion.asked][opinion.by] = opinion
    firsts = ([*answers.values()][:_STEWARDS] for answers in rounds.values())
    pairs = [sorted(two, key=lambda opinion: opinion.by) for two in firsts if len(two) == _STEWARDS]
    return [(one, other) for one, other in pairs]


def _agreement(answers: list[tuple[Opinion, Opinion]]) -> StewardAgreement:
    same = sum(one.verdict is other.verdict for one, other in answers)
    if not answers:
        return StewardAgreement(0, 0, None)
    total = len(answers)
    first = Counter(one.verdict for one, _ in answers)
    second = Counter(other.verdict for _, other in answers)
    chance = sum(first[verdict] * second[verdict] for verdict in first) / total**2
    kappa = None if chance == 1.0 else (same / total - chance) / (1.0 - chance)
    return StewardAgreement(total, same, kappa)
