"""Who this was: whom the hub held a record to be at an instant, and what was held about a person over time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import strawberry

from graph.lineage import person_on as person_on_that_day
from graph.timeline import Became, Held, stands_for, timeline
from resolvers.errors import BadRequest, OperationForbidden
from resolvers.ids import global_id, plain_id
from resolvers.operations.call import Call
from resolvers.operations.operation import computed
from resolvers.operations.references import person_ref, source_record_ref
from resolvers.references import PersonRef, SourceRecordRef

SourceName = Annotated[str, strawberry.argument(description="The register.")]
RecordId = Annotated[str, strawberry.argument(description="The record's id in that register.")]
Instant = Annotated[datetime, strawberry.argument(description="The instant, ISO 8601 with its offset.")]
PersonId = Annotated[strawberry.ID, strawberry.argument(description="The global id, or the plain one.")]
MOST_EVENTS = 500
INSTANTS = ("Identification.since", "Identification.until")


@strawberry.type(description="A version of a record that is, or was, held to be the person.")
class HeldRecord:
    record: SourceRecordRef | None = strawberry.field(description="The record in that version.")
    since: datetime | None = strawberry.field(description="Since when the hub held this.")
    until: datetime | None = strawberry.field(description="Until when; null: it does now.")
    decided_by: str | None = strawberry.field(
        description="Who decided: `model:<version>` or `judgement:<id>`."
    )
    under: strawberry.ID | None = strawberry.field(description="The person's global id at that time.")


@strawberry.type(description="An id that was retired in favour of another.")
class RetiredId:
    id: strawberry.ID = strawberry.field(description="The global id that was retired.")
    became: strawberry.ID = strawberry.field(description="A global id that it became.")
    at: datetime | None = strawberry.field(description="When.")
    reason: str = strawberry.field(description="`merged` or `split`.")


@strawberry.type(description="What the hub held about a person over time, as far as the caller may see it.")
class PersonHistory:
    person: PersonRef | None = strawberry.field(description="The person as known today.")
    records: list[HeldRecord] = strawberry.field(
        description=f"The records, of those the caller may see, the earliest first; at most {MOST_EVENTS}."
    )
    retired: list[RetiredId] = strawberry.field(
        description=f"The ids that became this one, the earliest first; at most {MOST_EVENTS}."
    )


@computed(
    "The person, as known today, whom the hub held a record to be at an instant. Needs sight of when it concluded what.",
    shows=INSTANTS,
)
async def person_on(call: Call, source: SourceName, record_id: RecordId, on: Instant) -> PersonRef | None:
    key = f"{source}/{record_id}"
    # By trying instants it can be found out when a record changed hands.
    if not all(call.is_clear(*each.split(".")) for each in INSTANTS):
        raise OperationForbidden("No agreement shows you when the hub concluded what.")
    if on.tzinfo is None:
        raise BadRequest("An instant has an offset from UTC.")
    if not await call.visible_records([key]):
        return None
    held = await call.desk.run(lambda db: person_on_that_day(db, key, on=on))
    return None if held is None else person_ref(held)


@computed(
    "What the hub held about a person over time: which records, since when and by whose decision, and the ids that "
    "were retired in favour of this one.",
    shows=(*INSTANTS, "Identification.decidedBy", "Person.formerIds"),
    cost=lambda _: MOST_EVENTS // 10,
)
async def person_history(call: Call, id: PersonId) -> PersonHistory | None:  # noqa: A002
    person = plain_id("Person", str(id))
    places = call.compartments
    now = await call.desk.run(lambda db: stands_for(db, person, compartments=places))
    if not await call.visible("Person", now):
        return None
    known = await call.desk.run(lambda db: timeline(db, person, compartments=places))
    seen = await call.visible("SourceRecord", {each.record for each in known.held})
    return PersonHistory(
        person=person_ref(person),
        records=_held(call, [each for each in known.held if each.record in seen]),
        retired=_retired(call, known.became),
    )


def _held(call: Call, held: Sequence[Held]) -> list[HeldRecord]:
    # Whoever may not see when something was concluded does not see in which order either.
    dated = call.is_clear("Identification", "since")
    ordered = held if dated else sorted(held, key=lambda each: each.record)
    return [
        HeldRecord(
            record=source_record_ref(each.record),
            since=call.shown("Identification", "since", each.since, visible=True),
            until=call.shown("Identification", "until", each.until, visible=True),
            decided_by=call.shown("Identification", "decidedBy", each.decided_by, visible=True),
            under=call.shown("Person", "formerIds", global_id("Person", each.person), visible=True),
        )
        for each in ordered[:MOST_EVENTS]
    ]


def _retired(call: Call, became: Sequence[Became]) -> list[RetiredId]:
    if not call.is_clear("Person", "formerIds"):
        return []
    return [
        RetiredId(
            id=strawberry.ID(global_id("Person", each.person)),
            became=strawberry.ID(global_id("Person", each.into)),
            at=call.shown("Identification", "since", each.at, visible=True),
            reason=each.reason,
        )
        for each in became[:MOST_EVENTS]
    ]
