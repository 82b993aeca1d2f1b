"""Family and Kin: who is related to whom, across households."""

import strawberry

from resolvers.compiler.vocabulary import Bound, GlobalId, Hop, Page, means, value
from resolvers.references import HouseholdRef, PersonRef
from resolvers.relay import Connection, page

MEMBERS = Hop(pattern="({end}:Person)-[:PART_OF]->({self})", checked={"end": "Person"})
HOUSEHOLDS = Hop(
    pattern="({self})<-[:PART_OF]-({via}:Person)-[{tie}:MEMBER_OF]->({end}:Household)",
    checked={"via": "Person", "end": "Household"},
    where=("{tie}.livesHere",),
    needs=("Membership",),
    repeats=True,
)


@strawberry.type(description="One relative of a person.")
class Kin:
    relation: str | None = value(
        "What the relative is to the person: parent, child, spouse, sibling, grandparent, grandchild, guardian, ward."
    )
    person: PersonRef | None = means(Bound("person"), "The relative.")


@strawberry.type(description="Persons connected by kinship, wherever they live.")
class Family:
    id: strawberry.ID = means(GlobalId(), "The opaque global id of the family.")
    members: Connection[PersonRef] | None = means(Page(MEMBERS), "The family's members.", arguments=page)
    households: Connection[HouseholdRef] | None = means(
        Page(HOUSEHOLDS), "Where those members live whom the caller may see.", arguments=page
    )
