"""Membership: one person's part in one household."""

import strawberry

from resolvers.compiler.vocabulary import Bound, means, value
from resolvers.references import HouseholdRef, PersonRef


@strawberry.type(description="One person's part in one household.")
class Membership:
    role: str | None = value("What the person is to the head of the household.")
    since: str | None = value("The first day known, ISO 8601.")
    until: str | None = value("The last day, ISO 8601; null while it lasts.")
    lives_here: bool | None = value("Whether the person lives in this household.")
    registered_here: bool | None = value("Whether the house register has the person at this address.")
    household: HouseholdRef | None = means(Bound("household"), "The household.")
    person: PersonRef | None = means(Bound("person"), "The person.")
