"""How well stewards agree with one another on questions that two of them answered, chance agreement taken off."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from identity.judgement import Verdict


@dataclass(frozen=True, slots=True)
class Opinion:
    """One steward's answer to one question. `blind`: given without sight of the score. `weight` is the match weight
    of the pair in bits when the question was asked, None where it was never compared."""

    review: str
    by: str
    verdict: Verdict
    at: datetime
    blind: bool
    weight: float | None


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
    """Agreement over every pair of stewards who answered one question; each steward's latest answer counts."""
    return _agreement(_answered_twice(opinions))


def agreement_by_pair(opinions: Iterable[Opinion]) -> Mapping[tuple[str, str], StewardAgreement]:
    """The same for each two stewards, their names in alphabetical order."""
    pairs: defaultdict[tuple[str, str], list[tuple[Opinion, Opinion]]] = defaultdict(list)
    for one, other in _answered_twice(opinions):
        pairs[one.by, other.by].append((one, other))
    return {stewards: _agreement(answers) for stewards, answers in sorted(pairs.items())}


def _answered_twice(opinions: Iterable[Opinion]) -> list[tuple[Opinion, Opinion]]:
    latest: dict[tuple[str, str], Opinion] = {}
    for opinion in sorted(opinions, key=lambda opinion: opinion.at):
        latest[opinion.review, opinion.by] = opinion
    by_review: defaultdict[str, list[Opinion]] = defaultdict(list)
    for _, opinion in sorted(latest.items()):
        by_review[opinion.review].append(opinion)
    return [pair for answers in by_review.values() for pair in combinations(answers, 2)]


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
