"""Which record is held to be whom: what changes from one resolution to the next, and who decided it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graph.errors import Overtaken, ResolutionRefused, UnknownRecord
from graph.golden import ACTIVE, person_properties, sides_of
from graph.judgements import in_force
from graph.publish_changes import person_changes, told
from graph.steps import Step, write_steps
from graph.versions import CurrentVersion, current_versions, key_of
from identity.components import DisjointSets
from identity.judgement import Judgement, Verdict

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from graph.driver import Database, Transaction
    from graph.steps import Batch
    from identity.resolution import Resolution

ORDER = (
    "write_persons",
    "close_identifications",
    "open_identifications",
    "revise_identifications",
    "leave_enrolments",
    "join_enrolments",
    "retire_persons",
)


@dataclass(frozen=True, slots=True)
class Held:
    """What the graph holds before publishing.

    `persons` is every person id ever given out -> (status, digest); `identified` is (record version, person)
    -> digest and `whose` record key -> person id, both of what is in force now. `compartments` is person id -> its own.
    """

    versions: Mapping[str, CurrentVersion]
    persons: Mapping[str, tuple[str, str | None]]
    identified: Mapping[tuple[str, str], str]
    whose: Mapping[str, str]
    judgements: tuple[Judgement, ...]
    compartments: Mapping[str, str] = field(default_factory=dict[str, str])


def held(db: Database) -> Held:
    """Read what the graph holds."""
    identified: dict[tuple[str, str], str] = {}
    whose: dict[str, str] = {}
    for row in db.stream("list_identifications"):
        identified[row["record"], row["person"]] = row["digest"]
        whose[row["key"]] = row["person"]
    persons: dict[str, tuple[str, str | None]] = {}
    compartments: dict[str, str] = {}
    for row in db.stream("list_persons"):
        persons[row["id"]] = row["status"], row["digest"]
        compartments[row["id"]] = row["compartment"]
    return Held(
        versions=current_versions(db),
        persons=persons,
        identified=identified,
        whose=whose,
        judgements=in_force(db),
        compartments=compartments,
    )


def check_accounts(resolution: Resolution, before: Held) -> None:
    """Raise unless the resolution says what becomes of everything in force.

    UnknownRecord: it names records that are not in the graph. ResolutionRefused: it names a retired id as a
    person, puts one record into two persons, or passes over a person or an identified record; publishing it
    would leave an id that leads nowhere.
    """
    now = [key for person in resolution.persons for key in person.records]
    unknown = sum(key not in before.versions for key in now)
    if unknown:
        raise UnknownRecord(f"The resolution names {unknown} records that are not in the graph.")
    named = {person.id for person in resolution.persons}
    retiring = {retirement.person_id for retirement in resolution.retirements}
    successors = {person_id for retirement in resolution.retirements for person_id in retirement.became}
    active = {person_id for person_id, (status, _) in before.persons.items() if status == ACTIVE}
    faults = {
        "retired ids come back": len(named & (before.persons.keys() - active)),
        "records belong to two persons": len(now) - len(set(now)),
        "ids are published and retired at once": len(named & retiring),
        "identified records are passed over": len(before.whose.keys() - set(now)),
        "persons in force are passed over": len(active - named - retiring),
        "retired ids were never given out": len(retiring - before.persons.keys()),
        "successors are not there": len(successors - named - before.persons.keys()),
    }
    found = [f"{count} {fault}" for fault, count in faults.items() if count]
    if found:
        raise ResolutionRefused(f"The resolution does not fit what is in force: {', '.join(found)}.")


def publish_persons(db: Database, resolution: Resolution, before: Held, *, at: datetime) -> Counter[str]:
    """Write persons, identifications, enrolments and retirements that changed, and tell the outbox; rows written by
    query.

    All that happens to one person, and to those it exchanges records with, happens in one transaction: a
    record is never without its person, and an id never without its successor. Raises Overtaken where one of them
    changed since `before` was read; whatever was written by then stands, and the next publishing does the rest.
    """
    circles = DisjointSets({*before.persons, *(person.id for person in resolution.persons)})
    decided_by = f"model:{resolution.model}"
    steps = list(person_steps(resolution, before, circles, decided_by=decided_by))
    steps += told(person_changes(steps, resolution, before, at=at))
    records: defaultdict[str, list[str]] = defaultdict(list)
    for record, person in before.identified:
        records[person].append(record)

    def check(tx: Transaction, batch: Batch) -> None:
        rows = {"persons": _persons_before(batch, before, records), "records": _records_before(batch, before)}
        if tx.run("hold_unchanged", **rows)[0]["changed"]:
            raise Overtaken

    return write_steps(db, steps, order=(*ORDER, "emit_changes"), at=at, together=circles.find, check=check)


def _persons_before(batch: Batch, before: Held, records: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """Every person whom these rows are about, as they were."""
    named = {row.get("person") or row["id"] for query in ORDER for row in batch.get(query, ())}
    named |= {successor for row in batch.get("retire_persons", ()) for successor in row["became"]}
    return [
        {"id": one, "status": before.persons.get(one, (None,))[0], "records": records.get(one, ())}
        for one in sorted(named)
    ]


def _records_before(batch: Batch, before: Held) -> list[dict[str, Any]]:
    """Whom those records were held to be that now are somebody's."""
    named = sorted(row["record"] for row in batch.get("open_identifications", ()))
    return [{"id": record, "person": before.whose.get(key_of(record))} for record in named]


def person_steps(
    resolution: Resolution, before: Held, circles: DisjointSets, *, decided_by: str
) -> Iterator[Step]:
    """All that brings persons, identifications and enrolments from what is held to what the resolution says.
    `circles` comes to say which persons exchange records; `decided_by` where no judgement did."""
    yield from _golden_steps(resolution, before)
    yield from _identification_steps(resolution, before, decided_by=decided_by)
    yield from _enrolment_steps(resolution, before, circles)
    yield from _retirement_steps(resolution, before, circles)


def _golden_steps(resolution: Resolution, before: Held) -> Iterator[Step]:
    for person in resolution.persons:
        properties = person_properties(person, before.versions)
        if before.persons.get(person.id) != (ACTIVE, properties["digest"]):
            yield Step("write_persons", person.id, {"id": person.id, "properties": properties})


def _identification_steps(resolution: Resolution, before: Held, *, decided_by: str) -> Iterator[Step]:
    """Identifications of current versions that begin or say something new; all others in force end."""
    deciders = _deciders(resolution, before)
    ending = dict(before.identified)
    for person in resolution.persons:
        for key, sides in sides_of(person).items():
            record = before.versions[key].id
            row = {"record": record, "person": person.id, "properties": sides}
            in_force = ending.pop((record, person.id), None)
            if in_force is None:
                row["properties"] = {**sides, "decidedBy": deciders.get(key, decided_by)}
                yield Step("open_identifications", person.id, row)
            elif in_force != sides["digest"]:
                yield Step("revise_identifications", person.id, row)
    for record, person_id in ending:
        yield Step("close_identifications", person_id, {"record": record, "person": person_id})


def _enrolment_steps(resolution: Resolution, before: Held, circles: DisjointSets) -> Iterator[Step]:
    """Enrolments go wherever their records go. Whoever gives and takes one is bound into one circle."""
    for person in resolution.persons:
        for key in person.records:
            former = before.whose.get(key)
            if former == person.id:
                continue
            yield Step("join_enrolments", person.id, {"key": key, "person": person.id})
            if former is not None:
                circles.join(former, person.id)
                yield Step("leave_enrolments", former, {"key": key, "person": former})


def _retirement_steps(resolution: Resolution, before: Held, circles: DisjointSets) -> Iterator[Step]:
    for retired in resolution.retirements:
        if before.persons[retired.person_id][0] == ACTIVE:
            circles.join_all((retired.person_id, *retired.became))
            row = {"id": retired.person_id, "reason": retired.reason, "became": list(retired.became)}
            yield Step("retire_persons", retired.person_id, row)


def _deciders(resolution: Resolution, before: Held) -> dict[str, str]:
    """Record key -> `judgement:<id>`, for the records that are where they are because a human said so.

    SAME decides for records that are together now, DIFFERENT for records that were together and are not.
    """
    now = {key: person.id for person in resolution.persons for key in person.records}
    decided: dict[str, str] = {}
    for judgement in before.judgements:
        left, right = judgement.pair
        together = left in now and now[left] == now.get(right)
        parted = left in before.whose and before.whose[left] == before.whose.get(right) and not together
        if (judgement.verdict is Verdict.SAME and together) or (
            judgement.verdict is Verdict.DIFFERENT and parted
        ):
            decided[left] = decided[right] = f"judgement:{judgement.id}"
    return decided
