"""Which agencies, programmes and sources there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.errors import SourceChanged, UnknownAgency, UnknownSource

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graph.driver import Database

COPIED = ("agency", "compartment", "programme")
"""What every record copies from its source when it comes in, so that a source with records cannot change it."""


@dataclass(frozen=True, slots=True)
class Source:
    """One register of an agency. `programme` is None where its records are about no service."""

    name: str
    agency: str
    compartment: str
    programme: str | None
    locale: str


def declare(
    db: Database,
    *,
    agencies: Sequence[Mapping[str, Any]] = (),
    programmes: Sequence[Mapping[str, Any]] = (),
    sources: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Make agencies, programmes and sources known; rows carry the properties of `docs/graph.md`.

    Declaring the same again changes nothing. Raises UnknownAgency when a programme or source names an agency
    that is neither declared nor known, and SourceChanged when a source that holds records would change hands
    or compartment: its records say otherwise.
    """
    _check_agencies(db, agencies, [*programmes, *sources])
    _check_unchanged(db, sources)
    db.write_rows("declare_agencies", [_row(agency, "code") for agency in agencies])
    db.write_rows("declare_programmes", [_row(programme, "code") for programme in programmes])
    db.write_rows("declare_sources", [_row(source, "name") for source in sources])


def all_sources(db: Database) -> dict[str, Source]:
    """Every declared source by its name."""
    return {
        row["name"]: Source(
            row["name"], row["agency"], row["compartment"], row["programme"], row["locale"] or "th"
        )
        for row in db.read("list_sources")
    }


def source_named(db: Database, name: str) -> Source:
    """The declared source of that name; UnknownSource if there is none."""
    try:
        return all_sources(db)[name]
    except KeyError:
        raise UnknownSource(f"No source is declared under the name {name}.") from None


def _row(properties: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {key: properties[key], "agency": properties.get("agency"), "properties": dict(properties)}


def _check_agencies(
    db: Database, agencies: Iterable[Mapping[str, Any]], owned: Iterable[Mapping[str, Any]]
) -> None:
    known = {row["code"] for row in db.read("list_agencies")} | {agency["code"] for agency in agencies}
    unknown = sorted({str(row["agency"]) for row in owned} - known)
    if unknown:
        raise UnknownAgency(f"Not a known agency: {', '.join(unknown)}.")


def _check_unchanged(db: Database, sources: Iterable[Mapping[str, Any]]) -> None:
    known = {row["name"]: row for row in db.read("list_sources")}
    for source in sources:
        before = known.get(source["name"])
        if before is None or not before["holdsRecords"]:
            continue
        changed = [name for name in COPIED if source.get(name) != before[name]]
        if changed:
            raise SourceChanged(
                f"Source {source['name']} holds records; its {changed[0]} cannot change any more."
            )
