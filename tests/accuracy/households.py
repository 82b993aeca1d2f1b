"""Households against the truth, and against the rule everybody would try first."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from hub.catalogue import load_catalogue
from hub.demo.grade import homes_of_records
from identity.persons import resolve_persons
from identity.resolution import SourceTraits
from identity.strata import evaluate_households

if TYPE_CHECKING:
    from collections.abc import Mapping

    from identity.evaluate import Evaluation
    from tests.accuracy.datasets import Labelled

SOURCES = Path(__file__).parents[2] / "hub" / "sources"
PLACE = ("building_number", "township_number", "sub_district_code")


def resolved_households(labelled: Labelled, clusters: Mapping[str, str]) -> Evaluation:
    """The households of a whole resolution of these clusters."""
    catalogue = load_catalogue(SOURCES)
    resolution = resolve_persons(
        labelled.table,
        clusters,
        sources={one.source: SourceTraits(one.compartment, one.trust) for one in catalogue.sources.values()},
        previous={},
        taken=(),
        model="report",
    )
    return evaluate_households(labelled.truth, labelled.homes, homes_of_records(resolution))


def most_frequent_address(labelled: Labelled, clusters: Mapping[str, str]) -> Evaluation:
    """The same persons, each at the address that most of the person's records give; one address is one household."""
    columns = [labelled.table[name].to_pylist() for name in ("key", *PLACE)]
    places: dict[str, Counter[str]] = defaultdict(Counter)
    for key, building, township, sub_district in zip(*columns, strict=True):
        if building and sub_district:
            places[clusters[key]][f"{building}/{township or ''}/{sub_district}"] += 1
    home = {person: min(count, key=lambda place: (-count[place], place)) for person, count in places.items()}
    found = {key: home.get(person, f"nowhere/{person}") for key, person in clusters.items()}
    return evaluate_households(labelled.truth, labelled.homes, found)
