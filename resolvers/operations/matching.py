"""Matching: whom a record would be about, asked without sending it in."""

from collections.abc import Mapping
from typing import Annotated, Any

import strawberry

from graph.live.outcome import Match
from graph.naming import property_name
from identity.records import RawRecord
from resolvers.errors import NoModel
from resolvers.operations import efforts
from resolvers.operations.call import Call
from resolvers.operations.explain import NO_MODEL, NOT_ALL
from resolvers.operations.explanation_types import Matches, PersonMatched, PersonMatches
from resolvers.operations.operation import computed
from resolvers.operations.reasons import SHOWN_FIELDS, match_reason, sees_all_records
from resolvers.operations.references import person_ref
from resolvers.operations.results import ValidationFailed
from resolvers.operations.sent_record import raw_record
from resolvers.operations.source_record_input import SourceRecordInput

MOST_MATCHES = 50
NOWHERE = ""
"""The source of a record that is of none: no other record has it."""


def _first(arguments: Mapping[str, Any]) -> int:
    return max(1, arguments.get("first", 10))


@computed(
    "The persons that a record would be about, likeliest first, of those the caller may see: the dry run for a new record, "
    "as `whatIf` is for records that are there. Nothing is stored. Only fields that the caller sees in clear are "
    "compared: whoever may not see a value may not guess at it either.",
    shows=(*SHOWN_FIELDS, "SourceRecord.source", "SourceRecord.recordId"),
    cost=_first,
    effort=efforts.MATCH,
)
async def match_person(
    call: Call,
    record: Annotated[SourceRecordInput, strawberry.argument(description="The record; any id will do.")],
    first: Annotated[
        int, strawberry.argument(description=f"How many persons at most, 1 to {MOST_MATCHES}.")
    ] = 10,
) -> Matches:
    if not sees_all_records(call.view):
        return NOT_ALL
    if not 1 <= first <= MOST_MATCHES:
        return ValidationFailed(code="OUT_OF_RANGE", message=f"Between 1 and {MOST_MATCHES}.", field="first")
    sent = raw_record(record, source=NOWHERE, attributes=[each.name for each in record.further], line=1)
    if isinstance(sent, ValidationFailed):
        return sent
    asked, ignored = _comparable(call, sent)
    try:
        found = await call.desk.live(
            lambda resolver: resolver.match(asked, compartments=call.view.compartments)
        )
    except NoModel:
        return NO_MODEL
    return PersonMatches(matches=await _visible(call, found, first), ignored=ignored)


def _comparable(call: Call, sent: RawRecord) -> tuple[RawRecord, list[str]]:
    """The record with those of its fields that the caller may search by, and the names of the others."""
    clear = {
        name: text for name, text in sent.values.items() if call.is_clear("SourceRecord", property_name(name))
    }
    ignored = sorted(property_name(name) for name in sent.values if name not in clear)
    attributes = sent.attributes if call.is_clear("SourceRecord", "attributes") else {}
    if len(attributes) < len(sent.attributes):
        ignored.append("attributes")
    return RawRecord(sent.source, sent.record_id, clear, attributes, sent.line), ignored


async def _visible(call: Call, found: list[Match], first: int) -> list[PersonMatched]:
    persons = await call.visible("Person", {each.person for each in found})
    records = await call.visible_records({each.record for each in found})
    seen = [each for each in found if each.person in persons and each.record in records]
    return [_matched(call, each) for each in seen[:first]]


def _matched(call: Call, match: Match) -> PersonMatched:
    source, _, record_id = match.record.partition("/")
    return PersonMatched(
        person=person_ref(match.person),
        source=call.shown("SourceRecord", "source", source, visible=True),
        record_id=call.shown("SourceRecord", "recordId", record_id, visible=True),
        weight=match.weight,
        probability=match.probability,
        reasons=[match_reason(call, part) for part in match.compared.parts],
    )
