"""From what a caller sent to a raw record, or the reason why it is none: what feeds refuse too, said by field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from strawberry.utils.str_converters import to_camel_case

from identity.records import LONGEST_ATTRIBUTE, LONGEST_VALUE, RawRecord
from resolvers.operations.results import ValidationFailed
from resolvers.operations.texts import LONGEST_NAME, faults_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from resolvers.operations.source_record_input import SourceRecordInput


def raw_record(
    sent: SourceRecordInput, *, source: str, attributes: Collection[str], line: int
) -> RawRecord | ValidationFailed:
    """The record, `line` being its place among those sent; `attributes` are those that the source has declared."""
    fault = next(_faults(sent, attributes), None)
    if fault is not None:
        return fault
    return RawRecord(
        source=source,
        record_id=sent.record_id.strip(),
        values=sent.values,
        attributes={each.name: each.value.strip() for each in sent.further if each.value.strip()},
        line=line,
    )


def _faults(sent: SourceRecordInput, attributes: Collection[str]) -> Iterator[ValidationFailed]:
    if not sent.record_id.strip():
        yield _fault("recordId", "RECORD_ID_MISSING", "A record has an id.")
    yield from faults_of(sent.record_id, field="recordId", most=LONGEST_NAME)
    for name, text in sent.values.items():
        yield from faults_of(text, field=to_camel_case(name), most=LONGEST_VALUE)
    names = [each.name for each in sent.further]
    if not set(names) <= set(attributes):
        yield _fault("attributes", "ATTRIBUTE_UNKNOWN", "The register has not declared such an attribute.")
    if len(set(names)) < len(names):
        yield _fault("attributes", "ATTRIBUTE_REPEATED", "An attribute is sent once.")
    for each in sent.further:
        yield from faults_of(each.value, field="attributes", most=LONGEST_ATTRIBUTE)
    if not sent.values and not sent.further:
        yield _fault(None, "NOTHING_SAID", "The record says nothing about a person.")


def _fault(field: str | None, code: str, message: str) -> ValidationFailed:
    return ValidationFailed(code=code, message=message, field=field)
