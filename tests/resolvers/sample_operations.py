"""Operations that exist only while the tests of their machinery run: every kind of argument and result."""

from enum import Enum
from typing import Annotated

import strawberry

from graph.errors import Unreachable
from resolvers.errors import BadId
from resolvers.operations.call import Call
from resolvers.operations.operation import computed, mutation
from resolvers.operations.references import household_ref, person_ref, source_record_ref
from resolvers.operations.results import Conflict, Forbidden, ValidationFailed
from resolvers.references import HouseholdRef, PersonRef, SourceRecordRef

DONE: list[str] = []
"""What was done, in order."""


@strawberry.enum(description="A colour.")
class Colour(Enum):
    RED = "red"
    BLUE = "blue"


@strawberry.input(description="A note.")
class NoteInput:
    text: str = strawberry.field(description="Its text.")
    colour: Colour = strawberry.field(default=Colour.RED, description="Its colour.")
    about: list[str] | None = strawberry.field(default=None, description="Ids.")


@strawberry.type(description="A note that was taken.")
class Noted:
    text: str = strawberry.field(description="Its text.")
    colour: Colour = strawberry.field(description="Its colour.")
    number: int = strawberry.field(description="How many were taken before.")
    given_name: str | None = strawberry.field(description="A value of a record.")
    person: PersonRef | None = strawberry.field(description="The first it is about.")
    persons: list[PersonRef] = strawberry.field(description="All it is about.")
    home: HouseholdRef | None = strawberry.field(description="A household.")
    record: SourceRecordRef | None = strawberry.field(description="A record.")


Note = Annotated[
    Noted | ValidationFailed | Forbidden | Conflict, strawberry.union("Note", description="A note.")
]
NoteArgument = Annotated[NoteInput, strawberry.argument(description="The note.")]


@mutation(
    "Takes a note.",
    shows=("SourceRecord.givenName",),
    cost=lambda arguments: len(arguments["note"].about or ()) + 1,
)
async def take_note(call: Call, note: NoteArgument) -> Note:
    """`fail` breaks, `conflict` and an empty text are expected to go wrong; anything else is done."""
    if note.text == "fail":
        raise RuntimeError("a secret value")
    if note.text == "away":
        DONE.append(note.text)
        raise Unreachable("The connection was lost.")
    if note.text == "bad id":
        raise BadId("The id is not that of a Person.")
    if note.text == "conflict":
        return Conflict(code="TAKEN", message="Somebody else was first.")
    if not note.text:
        return ValidationFailed(code="EMPTY", message="A note has a text.", field="text")
    await call.desk.run(lambda _: DONE.append(note.text))
    about = note.about or []
    seen = await call.visible("SourceRecord", ["dop_allowance/1@1"])
    return Noted(
        text=note.text,
        colour=note.colour,
        number=len(DONE) - 1,
        given_name=call.shown("SourceRecord", "givenName", "สมชาย", visible=bool(seen)),
        person=person_ref(about[0]) if about else None,
        persons=[person_ref(each) for each in about],
        home=household_ref("H1"),
        record=source_record_ref("dop_allowance/1@1"),
    )


@computed("Says who is visible.")
async def who(
    call: Call, ids: Annotated[list[strawberry.ID], strawberry.argument(description="Ids.")]
) -> list[PersonRef]:
    seen = await call.visible("Person", [str(each) for each in ids])
    return [person_ref(str(each)) for each in ids if each in seen]
