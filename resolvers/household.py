"""Household and House: people living together, and the building they live in."""

import strawberry

from resolvers.address import Addressed
from resolvers.compiler.vocabulary import GlobalId, Hop, One, Page, Some, means
from resolvers.references import FamilyRef, HouseholdRef, MembershipRef
from resolvers.relay import Connection, Node, page

HOUSE = Hop(pattern="({self})-[:IN_HOUSE]->({end}:House)", checked={"end": "House"})
MEMBERS = Hop(
    pattern="({self})<-[{tie}:MEMBER_OF]-({end}:Person)",
    checked={"end": "Person"},
    row={"self": "tie", "person": "end", "household": "self"},
    needs=("Membership",),
)
FAMILIES = Hop(
    pattern="({self})<-[:MEMBER_OF]-({via}:Person)-[:PART_OF]->({end}:Family)",
    checked={"via": "Person", "end": "Family"},
    needs=("Membership",),
    repeats=True,
)
SUCCESSORS = Hop(pattern="", checked={"end": "Household"})
"""Only the root field `household` gives successors: everywhere else a household is shown as it is or was."""


@strawberry.type(description="A building.")
class House(Addressed):
    id: strawberry.ID = means(GlobalId(), "The opaque global id of the house.")


@strawberry.type(description="People living together in one house.")
class Household(Node, Addressed):
    house: House | None = means(One(HOUSE), "The building the household lives in.")
    members: Connection[MembershipRef] | None = means(
        Page(MEMBERS), "Who belongs or belonged to the household.", arguments=page
    )
    families: list[FamilyRef] | None = means(
        Some(FAMILIES, 20), "The families with a member in the household, at most 20."
    )
    successors: list[HouseholdRef] | None = means(
        Some(SUCCESSORS, 0),
        "Of an id given up whose people live in several households now: these, as far as the caller may see them. "
        "Else empty.",
    )
