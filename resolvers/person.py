"""Person: who somebody is, put together from everything the agencies' records say."""

import strawberry

from resolvers.address import Addressed
from resolvers.compiler.vocabulary import Hop, Ids, One, OrderKey, Page, Some, Unwound, means, value
from resolvers.provenance import Provenance
from resolvers.references import (
    EnrolmentRef,
    FamilyRef,
    IdentificationRef,
    KinRef,
    MembershipRef,
    PersonRef,
)
from resolvers.relay import Connection, Node, page, page_with_history
from resolvers.source_record import IDENTIFYING_RECORDS, CrosswalkEntry

MEMBERSHIPS = Hop(
    pattern="({self})-[{tie}:MEMBER_OF]->({end}:Household)",
    checked={"end": "Household"},
    row={"self": "tie", "person": "self", "household": "end"},
    needs=("Membership",),
)
KIN = Hop(
    pattern="({end}:Person)-[{tie}:KIN]->({self})",
    checked={"end": "Person"},
    order=(OrderKey("{end}.id"), OrderKey("{tie}.relation", "Kin", "relation")),
    row={"self": "tie", "person": "end"},
    needs=("Kin",),
)
FAMILY = Hop(pattern="({self})-[:PART_OF]->({end}:Family)", checked={"end": "Family"})
ENROLMENTS = Hop(pattern="({self})-[:ENROLLED]->({end}:Enrolment)", checked={"end": "Enrolment"})
MERGED_IDS = Hop(
    pattern="({end}:Person) ((:Person {status: 'merged'})-[:BECAME]->(:Person)){1,16} ({self})",
    checked={},
    retired=("end",),
)
SUCCESSORS = Hop(pattern="", checked={"end": "Person"})
"""Only the root field `person` gives successors: everywhere else a person is one in use, who has none."""


@strawberry.type(
    description="One human being: the values that the agencies' records, taken together, support best."
)
class Person(Node, Addressed):
    title: str | None = value("Title or rank before the name (นาย, นาง, ด.ช. ...).")
    given_name: str | None = value("Given name, without title.")
    middle_name: str | None = value("Middle name.")
    family_name: str | None = value("Family name.")
    nickname: str | None = value("Nickname (ชื่อเล่น).")
    former_names: list[str] | None = value("Names borne earlier, each as given and family name.")
    sex: str | None = value("`male` or `female`, as registered.")
    birth_date: str | None = value("Date of birth, ISO 8601; only its year under the mask `year`.")
    birth_year: int | None = value("Year of birth, common era.")
    birth_precision: str | None = value("How exactly the birth is known: day, month, year or approximate.")
    death_date: str | None = value("Date of death, ISO 8601.")
    citizen_id: str | None = value("The 13-digit citizen id, or the G-code of a person without one.")
    phone: str | None = value("Telephone number, national form.")
    email: str | None = value("E-mail address.")
    former_ids: list[strawberry.ID] | None = means(
        Ids(MERGED_IDS, of="Person", limit=100), "Ids that were merged into this person."
    )
    successors: list[PersonRef] | None = means(
        Some(SUCCESSORS, 0),
        "Of an id that was split: the persons it stands for now, as far as the caller may see them. Else empty.",
    )
    memberships: Connection[MembershipRef] | None = means(
        Page(MEMBERSHIPS), "The households the person belongs or belonged to.", arguments=page
    )
    kin: Connection[KinRef] | None = means(Page(KIN), "The person's relatives.", arguments=page)
    family: FamilyRef | None = means(One(FAMILY), "The family the person is part of.")
    enrolments: Connection[EnrolmentRef] | None = means(
        Page(ENROLMENTS), "The welfare services the person takes or took part in.", arguments=page
    )
    source_records: Connection[IdentificationRef] | None = means(
        Page(IDENTIFYING_RECORDS),
        "The agencies' records taken to be this person.",
        arguments=page_with_history,
    )
    provenance: list[Provenance] | None = means(
        Unwound("{self}.rules", "split({item}, '=')[0] IN {clear}", "{item}"),
        "Why each golden value that the caller sees in clear is what it is.",
    )
    crosswalk: Connection[CrosswalkEntry] | None = means(
        Page(IDENTIFYING_RECORDS),
        "Under which record ids the agencies' own registers know this person.",
        arguments=page_with_history,
    )
