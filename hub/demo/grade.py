"""The demo's own mark: its persons and households against the truth that was written beside the feeds."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from hub.grading import read_labels
from identity.evaluate import Evaluation, evaluate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from identity.resolution import Resolution


def grade_persons(resolution: Resolution, truth: Mapping[str, Path]) -> Evaluation:
    """Persons against the truth, pair by pair of records, by stratum too."""
    return evaluate(
        read_labels(truth["truth"]).by_key, _person_of_record(resolution), _strata(truth["strata"])
    )


def grade_households(resolution: Resolution, truth: Mapping[str, Path]) -> Evaluation:
    """Households against the truth, pair by pair of true persons; a person counts as where most of their records went."""
    person_of = _person_of_record(resolution)
    lives_in = {
        member.person_id: household.id
        for household in resolution.households
        for member in household.members
        if member.lives_here and member.until is None
    }
    records: dict[str, Counter[str]] = defaultdict(Counter)
    homes: dict[str, str] = {}
    home_of_record = read_labels(truth["households_truth"]).by_key
    for key, true_person in read_labels(truth["truth"]).by_key.items():
        if key in home_of_record and key in person_of:
            homes[true_person] = home_of_record[key]
            records[true_person][person_of[key]] += 1
    found: dict[str, str] = {}
    for true_person, persons in records.items():
        person = min(persons, key=lambda one: (-persons[one], one))
        found[true_person] = lives_in.get(person, f"nowhere/{person}")
    return evaluate(homes, found)


def _person_of_record(resolution: Resolution) -> dict[str, str]:
    return {key: person.id for person in resolution.persons for key in person.records}


def _strata(path: Path) -> dict[str, set[str]]:
    members: dict[str, set[str]] = defaultdict(set)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            members[row["stratum"]].add(f"{row['source']}/{row['record_id']}")
    return members
