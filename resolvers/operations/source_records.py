"""Sending records: an agency's own rows taken in one by one as they come, each with what became of it."""

import logging
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import Annotated, Any

import strawberry

from graph import errors
from graph.live.outcome import Outcome
from graph.sources import Source, all_sources
from identity.records import RawRecord
from identity.resolution import OPEN
from resolvers.errors import NoModel
from resolvers.operations import efforts
from resolvers.operations.call import Call
from resolvers.operations.operation import mutation
from resolvers.operations.references import person_ref
from resolvers.operations.results import Conflict, Forbidden, ValidationFailed
from resolvers.operations.sent_record import raw_record
from resolvers.operations.source_record_input import SourceRecordInput
from resolvers.operations.texts import faults_of
from resolvers.references import PersonRef

MOST_RECORDS = 500
"""Records one call may bring."""
LONGEST_FEED = 100
_LOG = logging.getLogger(__name__)
_LATER = (
    errors.Unreachable,
    errors.Overloaded,
    errors.Timeout,
    errors.Held,
    errors.Conflict,
    errors.Deadlock,
)
"""Why a record did not come in that may come in later."""


@strawberry.enum(name="RecordChange", description="What a record that came in was to the hub.")
class Change(Enum):
    NEW = strawberry.enum_value("new", description="The first version of the record.")
    CHANGED = strawberry.enum_value("changed", description="A new version of a record that was known.")
    UNCHANGED = strawberry.enum_value("unchanged", description="Known as sent; nothing was changed.")
    PAST = strawberry.enum_value(
        "past",
        description="Sent before what is known; it was kept with the history and changed nothing else.",
    )


@strawberry.type(description="A record that was taken in.")
class AcceptedRecord:
    record_id: str = strawberry.field(description="The record's id in the register.")
    version: int = strawberry.field(description="Its version now.")
    change: Change = strawberry.field(description="What it was to the hub.")
    person: PersonRef | None = strawberry.field(
        description="Whom it identifies; null where no agreement lets the caller see them."
    )
    created: bool | None = strawberry.field(
        description="Whether that person is new to the hub; null where the caller may not see them."
    )
    doubts: int | None = strawberry.field(
        description="Questions that it raised for a human about records the caller may see; null as with `created`."
    )


SentRecord = Annotated[
    AcceptedRecord | ValidationFailed | Conflict,
    strawberry.union("SentRecord", description="What became of one record that was sent."),
]


@strawberry.type(description="What became of the records that were sent.")
class SentRecords:
    results: list[SentRecord] = strawberry.field(
        description="One for each record, in the order they were sent in."
    )
    accepted: int = strawberry.field(
        description="How many were taken in, those that changed nothing included."
    )


Submission = Annotated[
    SentRecords | ValidationFailed | Forbidden | Conflict,
    strawberry.union("Submission", description="The outcome of sending records."),
]

NOT_YOURS = Forbidden(message="No register of that name is yours to send records of.")
"""For a register of another agency, a sealed one that is shut to the caller, and one that does not exist."""
NOT_TRIED = Conflict(
    code="UNAVAILABLE",
    message="The hub could not take it in now; send it again. What came in before it stays.",
)
SAID_TWICE = ValidationFailed(
    code="RECORD_ID_REPEATED",
    message="The same id was sent with two contents; which holds cannot be told.",
    field="recordId",
)
NOT_STORED = ValidationFailed(
    code="NOT_STORED", message="The graph does not take this record; those who run the hub are told why."
)
NO_MODEL = Conflict(
    code="NO_MODEL", message="The hub has not learnt to compare records yet; send them again later."
)


def _records_sent(arguments: Mapping[str, Any]) -> int:
    return max(1, len(arguments["records"]))


@mutation(
    f"Takes in up to {MOST_RECORDS} records of a register of the caller's agency, each by itself: one that is refused "
    "keeps no other out, and sending the same again changes nothing.",
    cost=_records_sent,
    effort=efforts.TAKE_IN,
    large=True,
)
async def upsert_source_records(
    call: Call,
    source: Annotated[str, strawberry.argument(description="The register the records are from.")],
    records: Annotated[
        list[SourceRecordInput], strawberry.argument(description=f"The records, at most {MOST_RECORDS}.")
    ],
    feed: Annotated[
        str | None,
        strawberry.argument(
            description="A name for this delivery, to find it again by; absent: the client's id."
        ),
    ] = None,
) -> Submission:
    register = await call.desk.run(lambda db: all_sources(db).get(source))
    if register is None or not _may_write(call, register):
        return NOT_YOURS
    if not 1 <= len(records) <= MOST_RECORDS:
        return ValidationFailed(
            code="TOO_MANY_RECORDS", message=f"Send 1 to {MOST_RECORDS} records at once.", field="records"
        )
    if feed is not None and not feed.strip():
        return ValidationFailed(code="VALUE_MISSING", message="A feed's name is not blank.", field="feed")
    if fault := next(faults_of(feed or "", field="feed", most=LONGEST_FEED), None):
        return fault
    try:
        taken = await _take_in(call, register, records, feed=feed or f"api {call.principal.client_id}")
    except NoModel:
        return NO_MODEL
    results = await _told(call, taken)
    return SentRecords(results=results, accepted=sum(isinstance(each, AcceptedRecord) for each in results))


def _may_write(call: Call, register: Source) -> bool:
    unsealed = register.compartment == OPEN or register.compartment in call.view.compartments
    return register.agency == call.view.agency and unsealed


async def _take_in(
    call: Call, register: Source, records: Sequence[SourceRecordInput], *, feed: str
) -> list[Outcome | ValidationFailed | Conflict]:
    at, attributes = call.clock(), call.desk.attributes_of(register.name)
    read = [
        raw_record(sent, source=register.name, attributes=attributes, line=line)
        for line, sent in enumerate(records, start=1)
    ]
    torn = _said_twice(read)
    taken: list[Outcome | ValidationFailed | Conflict] = []
    for record in read:
        if not isinstance(record, RawRecord):
            taken.append(record)
        elif record.key in torn:
            taken.append(SAID_TWICE)
        else:
            taken.append(await _upserted(call, record, feed=feed, at=at))
        if taken[-1] is NOT_TRIED:
            # Whatever keeps one out for so long keeps the rest out too; each would wait as long again.
            return [*taken, *[NOT_TRIED] * (len(records) - len(taken))]
    return taken


def _said_twice(read: Sequence[RawRecord | ValidationFailed]) -> set[str]:
    """The keys of which there are two contents. None of them comes in, or the same delivery would change them each time."""
    contents: defaultdict[str, set[str]] = defaultdict(set)
    for record in read:
        if isinstance(record, RawRecord):
            contents[record.key].add(record.content_hash)
    return {key for key, hashes in contents.items() if len(hashes) > 1}


async def _upserted(
    call: Call, record: RawRecord, *, feed: str, at: datetime
) -> Outcome | ValidationFailed | Conflict:
    try:
        return await call.desk.live(lambda resolver: resolver.upsert(record, feed=feed, at=at))
    except errors.DuplicateRecord:
        return SAID_TWICE
    except _LATER:
        return NOT_TRIED
    except errors.GraphError as error:
        # One that nobody expected keeps no other out.
        _LOG.exception("line %d of a delivery was not stored: %s", record.line, error.code)
        return NOT_STORED


async def _told(call: Call, taken: Sequence[Outcome | ValidationFailed | Conflict]) -> list[SentRecord]:
    """What became of each, as far as the caller may know: of persons and records of others not even a number."""
    outcomes = [each for each in taken if isinstance(each, Outcome)]
    persons = await call.visible("Person", {each.person for each in outcomes if each.person})
    doubted = {key for each in outcomes for doubt in each.doubts for key in doubt.records}
    records = await call.visible_records(doubted) if doubted else frozenset[str]()
    return [_accepted(each, persons, records) if isinstance(each, Outcome) else each for each in taken]


def _accepted(outcome: Outcome, persons: Collection[str], records: frozenset[str]) -> AcceptedRecord:
    visible = outcome.person in persons
    doubts = sum(records.issuperset(doubt.records) for doubt in outcome.doubts)
    return AcceptedRecord(
        record_id=outcome.key.partition("/")[2],
        version=outcome.version,
        change=Change(outcome.change),
        person=person_ref(outcome.person) if outcome.person else None,
        created=outcome.created if visible else None,
        doubts=doubts if visible else None,
    )
