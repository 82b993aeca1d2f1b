"""The persons concerned as they will be, and which ids nobody will hold any more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from identity.canonical import retirements
from identity.compartments import held_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.driver import Transaction
    from graph.regroup.region import Region
    from identity.resolution import Person, Resolution, Retirement, SourceTraits


@dataclass(frozen=True, slots=True)
class After:
    """`own` are the persons of the grouping, `all` their neighbours too; `unstirred` is person id -> keys of those who
    stay as they are, for whom sealed records alone come or go. `golden` is person id -> what is written now."""

    own: tuple[Person, ...]
    all: tuple[Person, ...]
    unstirred: Mapping[str, tuple[str, ...]]
    retired: tuple[Retirement, ...]
    person_of: Mapping[str, str]
    golden: Mapping[str, Mapping[str, Any]]

    @property
    def own_ids(self) -> set[str]:
        """The ids of the persons of the grouping who change."""
        return {person.id for person in self.own}


def look_ahead(
    tx: Transaction,
    region: Region,
    resolution: Resolution,
    unstirred: Mapping[str, tuple[str, ...]],
    sources: Mapping[str, SourceTraits],
) -> After:
    """Take from a resolution of a region what it says of the persons regrouped."""
    own = [person for person in resolution.persons if any(key in region.own for key in person.records)]
    person_of = {key: person.id for person in own for key in person.records}
    person_of |= {key: person_id for person_id, keys in unstirred.items() for key in keys}
    before = held_in({key: one.person for key, one in region.own.items() if one.person is not None}, sources)
    retired = [one for held in before.values() for one in retirements(held, person_of)]
    return After(
        own=tuple(own),
        all=resolution.persons,
        unstirred=unstirred,
        retired=tuple(sorted(retired, key=lambda one: one.person_id)),
        person_of=person_of,
        golden=_with_restored(tx, region, own),
    )


def _with_restored(tx: Transaction, region: Region, own: list[Person]) -> dict[str, dict[str, Any]]:
    """What is written under the ids concerned, of retired ones too that come back."""
    unknown = sorted({person.id for person in own} - region.golden.keys() - region.free)
    if not unknown:
        return region.golden
    found = tx.run("read_person_states", ids=unknown)
    return region.golden | {row["golden"]["id"]: row["golden"] for row in found}
