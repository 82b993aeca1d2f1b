"""What an act of a steward changes, as the caller may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import strawberry

from graph.naming import property_name
from identity.pins import ADDRESS, BIRTH, PINNABLE
from identity.records import ADDRESS_FIELDS
from resolvers.ids import global_id
from resolvers.operations.references import enrolment_ref, household_ref, person_ref
from resolvers.operations.stewardship_types import (
    EnrolmentMoved,
    HouseholdChanged,
    PersonChanged,
    StewardAct,
    ValueChange,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.regroup import EnrolmentMove, HouseholdChange, PersonChange
    from graph.stewardship import Outcome
    from resolvers.operations.call import Call

FIELDS = tuple(
    property_name(name)
    for name in (
        *(field for field in PINNABLE if field not in (BIRTH, ADDRESS)),
        *("former_names", "birth_date", "birth_year", "birth_precision"),
        *(field for field in ADDRESS_FIELDS if field != "address"),
    )
)
"""What an act may change of a person and a caller may see."""
SHOWS = tuple(f"Person.{name}" for name in FIELDS)


async def shown_act(call: Call, done: Outcome, *, only_look: bool) -> StewardAct:
    """As the caller may see it. Persons who are nobody yet, or no more, are made of records that the caller sees."""
    lasting = {one.id for one in done.persons if one.before is not None and one.after is not None}
    members = {person for home in done.households for person in (*home.before, *home.after)}
    seen = await call.visible("Person", lasting | members)
    coming_and_going = {one.id for one in done.persons} - lasting
    homes = await _visible_homes(call, done)
    # Who may not see an enrolment is not to learn that there is one either: the rows alone would count the services.
    moves = await call.visible("Enrolment", {one.enrolment for one in done.enrolments})
    known = seen | coming_and_going
    return StewardAct(
        act=None if only_look else strawberry.ID(done.act),
        token=done.token,
        persons=[_person(call, one) for one in done.persons if one.id in known],
        enrolments=[
            _enrolment(one) for one in done.enrolments if one.joined in known and one.enrolment in moves
        ],
        households=[_household(one, known.__contains__) for one in done.households if one.id in homes],
        judgements=[strawberry.ID(one) for one in done.judgements],
        pins=[strawberry.ID(one) for one in done.pins],
    )


async def _visible_homes(call: Call, done: Outcome) -> frozenset[str]:
    """Those that the caller may see, and those that are not there before the act or after it; without a grant, none."""
    if call.view.entity("Household") is None:
        return frozenset()
    seen = await call.visible("Household", {home.id for home in done.households})
    return seen | {home.id for home in done.households if not home.before or not home.after}


def _person(call: Call, one: PersonChange) -> PersonChanged:
    before, after = one.before or {}, one.after or {}
    values = [
        ValueChange(field=name, before=_value(call, name, before), after=_value(call, name, after))
        for name in FIELDS
        if before.get(name) != after.get(name)
    ]
    return PersonChanged(
        id=_id(one.id),
        person=person_ref(one.id),
        created=one.before is None and not one.restored,
        retired=one.after is None,
        restored=one.restored,
        became=[_id(each) for each in one.became],
        values=[each for each in values if each.before is not None or each.after is not None],
    )


def _value(call: Call, name: str, properties: dict[str, Any]) -> str | None:
    held = properties.get(name)
    if held is None:
        return None
    text = "; ".join(held) if isinstance(held, list | tuple) else str(held)
    return call.shown("Person", name, text, visible=True)


def _enrolment(one: EnrolmentMove) -> EnrolmentMoved:
    return EnrolmentMoved(
        enrolment=enrolment_ref(one.enrolment),
        left=None if one.left is None else _id(one.left),
        joined=_id(one.joined),
    )


def _household(one: HouseholdChange, is_known: Callable[[str], bool]) -> HouseholdChanged:
    return HouseholdChanged(
        id=strawberry.ID(global_id("Household", one.id)),
        household=household_ref(one.id),
        before=[_id(person) for person in one.before if is_known(person)],
        after=[_id(person) for person in one.after if is_known(person)],
    )


def _id(person: str) -> strawberry.ID:
    return strawberry.ID(global_id("Person", person))
