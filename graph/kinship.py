"""Kin relations, and the families they make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.digest import digest, with_digest
from graph.steps import Step, write_steps

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from graph.driver import Database
    from graph.versions import CurrentVersion
    from identity.resolution import Family, Kin, Resolution

ORDER = ("delete_families", "write_families", "clear_families", "join_families", "house_families")


def publish_kin(db: Database, resolution: Resolution, versions: Mapping[str, CurrentVersion]) -> int:
    """Write the kin relations that changed and delete those no record states any more; how many.

    Deleting loses nothing: a relation is a conclusion from records, which all stay.
    """
    written = {(row["person"], row["other"], row["relation"]): row["digest"] for row in db.stream("list_kin")}
    changed, gone = kin_rows(resolution.kin, written, versions)
    return db.write_rows("delete_kin", gone) + db.write_rows("write_kin", changed)


def kin_rows(
    stated: Iterable[Kin], before: Mapping[tuple[str, str, str], str], versions: Mapping[str, CurrentVersion]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What to write and what to delete, to bring the relations `before` ((person, other, relation) -> digest) to
    those now stated."""
    written = dict(before)
    changed: list[dict[str, Any]] = []
    for kin in stated:
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
    return changed, gone


def publish_families(db: Database, resolution: Resolution, *, at: datetime) -> Counter[str]:
    """Write the families that changed, each with all its ties at once; rows written by query."""
    written = {row["id"]: row["digest"] for row in db.stream("list_families")}
    return write_steps(db, family_steps(resolution.families, written), order=ORDER, at=at)


def family_steps(families: Iterable[Family], written: Mapping[str, str]) -> Iterator[Step]:
    """What brings the families `written` (id -> digest) to these, each with all its ties."""
    gone = dict(written)
    for family in families:
        properties = _properties(family)
        before = gone.pop(family.id, None)
        if before is not None and before != properties["digest"]:
            yield Step("clear_families", family.id, {"id": family.id})
        if before != properties["digest"]:
            yield from _family_steps(family, properties)
    for family_id in gone:
        yield Step("delete_families", family_id, {"id": family_id})


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
