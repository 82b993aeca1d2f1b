"""Provenance: by which rule a golden value won, and which records stand on either side of it."""

import strawberry

from resolvers.compiler.vocabulary import Hop, Some, means, value
from resolvers.references import SourceRecordRef

MOST_RECORDS = 50


def _records(side: str) -> Some:
    hop = Hop(
        pattern="({end}:SourceRecord)-[{tie}:IDENTIFIES]->({owner})",
        checked={"end": "SourceRecord"},
        where=("{tie}.until IS NULL", f"split({{item}}, '=')[0] IN {{tie}}.{side}"),
    )
    return Some(hop, MOST_RECORDS)


@strawberry.type(description="Why one golden value of a person is what it is.")
class Provenance:
    field: str | None = value("The field of Person.", "split({item}, '=')[0]")
    rule: str | None = value("The rule by which the value won.", "split({item}, '=')[1]")
    supports: list[SourceRecordRef] | None = means(
        _records("supports"),
        f"Records that say the same, of those the caller may see; at most {MOST_RECORDS}.",
    )
    contradicts: list[SourceRecordRef] | None = means(
        _records("contradicts"),
        f"Records that say otherwise, of those the caller may see; at most {MOST_RECORDS}.",
    )
