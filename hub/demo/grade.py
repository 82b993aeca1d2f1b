"""The demo's own mark: its persons and households against the truth that was written beside the feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.grading import Labels, grade, read_labels
from identity.strata import evaluate_households

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from identity.evaluate import Evaluation
    from identity.resolution import Resolution


def grade_persons(resolution: Resolution, truth: Mapping[str, Path]) -> Evaluation:
    """Persons against the truth, pair by pair of records."""
    return grade(read_labels(truth["truth"]), Labels.of_keys(persons_of_records(resolution))).evaluation


def grade_households(resolution: Resolution, truth: Mapping[str, Path]) -> Evaluation:
    """Households against the truth, pair by pair of true persons; a person lives where most of the records say."""
    return evaluate_households(
        read_labels(truth["truth"]).by_key,
        read_labels(truth["households_truth"]).by_key,
        homes_of_records(resolution),
    )


def persons_of_records(resolution: Resolution) -> dict[str, str]:
    """The person each record identifies."""
    return {key: person.id for person in resolution.persons for key in person.records}


def homes_of_records(resolution: Resolution) -> dict[str, str]:
    """The household in which the person of each record lives now; nobody shares a household that was not found."""
    lives_in = {
        member.person_id: household.id
        for household in resolution.households
        for member in household.members
        if member.lives_here and member.until is None
    }
    return {
        key: lives_in.get(person, f"nowhere/{person}")
        for key, person in persons_of_records(resolution).items()
    }
