"""Family and Kin: who is related to whom, across households."""

import strawberry

from resolvers.compiler.vocabulary import Bound, GlobalId, Hop, Page, Some, means, value
from resolvers.references import HouseholdRef, PersonRef, SourceRecordRef
from resolvers.relay import Connection, page

MEMBERS = Hop(pattern="({end}:Person)-[:PART_OF]->({self})", checked={"end": "Person"})
HOUSEHOLDS = Hop(
    pattern="({self})<-[:PART_OF]-({via}:Person)-[{tie}:MEMBER_OF]->({end}:Household)",
    checked={"via": "Person", "end": "Household"},
    where=("{tie}.livesHere",),
    needs=("Membership",),
    repeats=True,
)

MOST_RECORDS = 20
SAYING_SO = Hop(
    pattern="({end}:SourceRecord)",
    checked={"end": "SourceRecord"},
    where=(
        "{end}.id IN {self}.records",
        # Not where a record is held to be about somebody else by now, whom the caller may not see.
        (
            "EXISTS { ({end})-[tie:IDENTIFIES WHERE tie.until IS NULL]->(p:Person) "
            "WHERE p IN [startNode({self}), endNode({self})] }"
        ),
    ),
    explains=("Kin", "relation"),
)
"""The records of either of the two that a relation was concluded from. They tell what it is, and how many there are."""


@strawberry.type(description="One relative of a person.")
class Kin:
    relation: str | None = value(
        "What the relative is to the person: parent, child, spouse, sibling, grandparent, grandchild, guardian, ward."
    )
    person: PersonRef | None = means(Bound("person"), "The relative.")
    records: list[SourceRecordRef] | None = means(
        Some(SAYING_SO, MOST_RECORDS),
        f"Records that the relation was concluded from, of those the caller may see; at most {MOST_RECORDS}.",
    )


@strawberry.type(description="Persons connected by kinship, wherever they live.")
class Family:
    id: strawberry.ID = means(GlobalId(), "The opaque global id of the family.")
    members: Connection[PersonRef] | None = means(Page(MEMBERS), "The family's members.", arguments=page)
    households: Connection[HouseholdRef] | None = means(
        Page(HOUSEHOLDS), "Where those members live whom the caller may see.", arguments=page
    )
