"""Enrolment and Programme: who takes part in which welfare service."""

import strawberry

from resolvers.compiler.vocabulary import GlobalId, Hop, One, means, value
from resolvers.references import SourceRecordRef
from resolvers.relay import Node

PROGRAMME = Hop(
    pattern="({self})-[:IN_PROGRAMME]->({end}:Programme)",
    checked={"end": "Programme"},
)
SOURCE_RECORD = Hop(
    pattern="({end}:SourceRecord)-[:EVIDENCES]->({self})",
    checked={"end": "SourceRecord"},
    where=("{end}.current",),
)


@strawberry.type(description="A welfare service that an agency offers.")
class Programme(Node):
    id: strawberry.ID = means(GlobalId("{self}.code"), "The opaque global id of the programme.")
    code: str | None = value("The programme's short name, the same everywhere.")
    name_th: str | None = value("Name in Thai.")
    name_en: str | None = value("Name in English.")
    agency: str | None = value("The agency that offers it.")


@strawberry.type(description="One person's taking part in one programme.")
class Enrolment:
    id: strawberry.ID = means(GlobalId(), "The opaque global id of the enrolment.")
    since: str | None = value("The first day, ISO 8601.")
    until: str | None = value("The last day, ISO 8601; null while it lasts.")
    amount: float | None = value("The benefit in baht.")
    status: str | None = value("`active` or `ended`.")
    agency: str | None = value("The agency that pays or serves.")
    programme: Programme | None = means(One(PROGRAMME), "The programme.")
    source_record: SourceRecordRef | None = means(
        One(SOURCE_RECORD), "The record by which the agency reported it, as it reads now."
    )
