"""Kin relations, and the families they make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.digest import digest, with_digest
from graph.steps import Step, write_steps

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from graph.driver import Database
    from graph.versions import CurrentVersion
    from identity.resolution import Family, Resolution

ORDER = ("delete_families", "write_families", "clear_families", "join_families", "house_families")


def publish_kin(db: Database, resolution: Resolution, versions: Mapping[str, CurrentVersion]) -> int:
    """Write the kin relations that changed and delete those no record states any more; how many.

    Deleting loses nothing: a relation is a conclusion from records, which all stay.
    """
    written = {(row["person"], row["other"], row["relation"]): row["digest"] for row in db.stream("list_kin")}
    changed: list[dict[str, Any]] = []
    for kin in resolution.kin:
        properties = with_digest({"records": [versions[key].id for key in kin.records]})
        if written.pop((kin.from_id, kin.to_id, kin.relation), None) != properties["digest"]:
            changed.append(
                {
                    "person": kin.from_id,
                    "other": kin.to_id,
                    "relation": kin.relation,
                    "properties": properties,
                }
            )
    gone = [{"person": person, "other": other, "relation": relation} for person, other, relation in written]
    return db.write_rows("delete_kin", gone) + db.write_rows("write_kin", changed)


def publish_families(db: Database, resolution: Resolution, *, at: datetime) -> Counter[str]:
    """Write the families that changed, each with all its ties at once; rows written by query."""
    written = {row["id"]: row["digest"] for row in db.stream("list_families")}
    steps: list[Step] = []
    for family in resolution.families:
        properties = _properties(family)
        before = written.pop(family.id, None)
        if before is not None and before != properties["digest"]:
            steps.append(Step("clear_families", family.id, {"id": family.id}))
        if before != properties["digest"]:
            steps += _family_steps(family, properties)
    steps += [Step("delete_families", family_id, {"id": family_id}) for family_id in written]
    return write_steps(db, steps, order=ORDER, at=at)


def _properties(family: Family) -> dict[str, Any]:
    properties = {"id": family.id, "size": len(family.person_ids), "compartment": family.compartment}
    ties = {"persons": sorted(family.person_ids), "households": sorted(family.household_ids)}
    return {**properties, "digest": digest({**properties, **ties})}


def _family_steps(family: Family, properties: Mapping[str, Any]) -> Iterator[Step]:
    yield Step("write_families", family.id, {"id": family.id, "properties": properties})
    for person in family.person_ids:
        yield Step("join_families", family.id, {"person": person, "family": family.id})
    for household in family.household_ids:
        yield Step("house_families", family.id, {"family": family.id, "household": household})
