"""What a steward decides about persons: merged, parted, judged, pinned, undone; each looked at first if wanted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import strawberry

from graph.errors import (
    ActConflict,
    InvalidWish,
    UnknownAct,
    UnknownJudgement,
    UnknownPerson,
    UnknownPin,
    UnknownRecord,
)
from graph.stewardship import (
    Judge,
    Lodge,
    Merge,
    PinValue,
    Steward,
    Undo,
    Unmerge,
    Unpin,
    Wish,
    WithdrawJudgement,
    perform,
    preview,
)
from identity.judgement import Verdict
from resolvers.ids import plain_id
from resolvers.operations import efforts
from resolvers.operations.arguments import RecordName
from resolvers.operations.call import Call
from resolvers.operations.operation import mutation
from resolvers.operations.reasons import sees_all_records
from resolvers.operations.results import Conflict, Forbidden, ValidationFailed
from resolvers.operations.shown_act import SHOWS, shown_act
from resolvers.operations.stewardship_types import Acted, PinField
from resolvers.operations.texts import faults_of, faults_of_reason

MOST_RECORDS = 500
"""Records, or persons, that one wish may name."""

Reason = Annotated[str, strawberry.argument(description="Why; kept with the act.")]
OnlyLook = Annotated[
    bool, strawberry.argument(description="Only show what would change; nothing is written.")
]
Token = Annotated[
    str | None, strawberry.argument(description="The token of the preview this was decided on.")
]
Keys = Annotated[
    list[list[RecordName]],
    strawberry.argument(description="Groups of records; each becomes a person, what is in none one more."),
]

NOT_ALL = Forbidden(message="Stewardship is for those who may see every person and source record.")
UNKNOWN = Forbidden(message="What is named is not there, or not the caller's.")


@mutation(
    "Says what two records are to each other; it takes effect at once.", shows=SHOWS, effort=efforts.ACT
)
async def judge(
    call: Call,
    left: Annotated[RecordName, strawberry.argument(description="One record.")],
    right: Annotated[RecordName, strawberry.argument(description="The other record.")],
    verdict: Annotated[Verdict, strawberry.argument(description="What they are to each other.")],
    reason: Reason,
    preview: OnlyLook = False,
    token: Token = None,
) -> Acted:
    return await _carry_out(call, Judge(left.key, right.key, verdict), _Say(reason.strip(), preview, token))


@mutation(
    "Makes several persons one.", shows=SHOWS, effort=efforts.ACT, cost=lambda given: len(given["persons"])
)
async def merge(
    call: Call,
    persons: Annotated[list[strawberry.ID], strawberry.argument(description="Two persons or more.")],
    reason: Reason,
    preview: OnlyLook = False,
    token: Token = None,
) -> Acted:
    ids = tuple(plain_id("Person", str(each)) for each in persons)
    return await _carry_out(call, Merge(ids), _Say(reason.strip(), preview, token))


@mutation(
    "Parts a person: each group of records becomes a person of its own.",
    shows=SHOWS,
    cost=lambda given: len(given["groups"]) + 1,
    effort=efforts.ACT,
)
async def unmerge(
    call: Call, groups: Keys, reason: Reason, preview: OnlyLook = False, token: Token = None
) -> Acted:
    wish = Unmerge(tuple(tuple(record.key for record in group) for group in groups))
    return await _carry_out(call, wish, _Say(reason.strip(), preview, token))


@mutation(
    "Fixes a value of a person, whatever the records say; it holds until it is taken back.",
    shows=SHOWS,
    effort=efforts.ACT,
)
async def pin(
    call: Call,
    person: Annotated[strawberry.ID, strawberry.argument(description="The person.")],
    field: Annotated[PinField, strawberry.argument(description="What is pinned.")],
    reason: Reason,
    value: Annotated[
        str | None, strawberry.argument(description="The value, as it would be written.")
    ] = None,
    record: Annotated[
        RecordName | None, strawberry.argument(description="The record whose word counts instead.")
    ] = None,
    preview: OnlyLook = False,
    token: Token = None,
) -> Acted:
    wish = PinValue(
        plain_id("Person", str(person)), field.value, value, None if record is None else record.key
    )
    return await _carry_out(call, wish, _Say(reason.strip(), preview, token))


@mutation("Takes a pin back: the records speak again.", shows=SHOWS, effort=efforts.ACT)
async def unpin(
    call: Call,
    pin: Annotated[strawberry.ID, strawberry.argument(description="The pin.")],
    reason: Reason,
    preview: OnlyLook = False,
    token: Token = None,
) -> Acted:
    return await _carry_out(call, Unpin(str(pin)), _Say(reason.strip(), preview, token))


@mutation(
    "Takes a judgement back; the persons stay as they are until something else is said of them.",
    shows=SHOWS,
    effort=efforts.ACT,
)
async def withdraw_judgement(
    call: Call,
    judgement: Annotated[strawberry.ID, strawberry.argument(description="The judgement.")],
    reason: Reason,
    preview: OnlyLook = False,
    token: Token = None,
) -> Acted:
    return await _carry_out(call, WithdrawJudgement(str(judgement)), _Say(reason.strip(), preview, token))


@mutation(
    "Says who lives with whom: members move, households are split and merged; it outranks what records say.",
    shows=SHOWS,
    cost=lambda given: len(given["persons"]),
    effort=efforts.ACT,
)
async def lodge(
    call: Call,
    persons: Annotated[list[strawberry.ID], strawberry.argument(description="They live together.")],
    reason: Reason,
    beside: Annotated[
        strawberry.ID | None,
        strawberry.argument(description="A person in whose household; null: in one by themselves."),
    ] = None,
    since: Annotated[str | None, strawberry.argument(description="Since which day, ISO 8601.")] = None,
    preview: OnlyLook = False,
    token: Token = None,
) -> Acted:
    ids = tuple(plain_id("Person", str(each)) for each in persons)
    host = None if beside is None else plain_id("Person", str(beside))
    return await _carry_out(call, Lodge(ids, host, since), _Say(reason.strip(), preview, token))


@mutation(
    "Takes an act back: what was before is restored, retired ids included.", shows=SHOWS, effort=efforts.ACT
)
async def undo(
    call: Call,
    act: Annotated[strawberry.ID, strawberry.argument(description="The act.")],
    reason: Reason,
    preview: OnlyLook = False,
    token: Token = None,
) -> Acted:
    return await _carry_out(call, Undo(str(act)), _Say(reason.strip(), preview, token))


@dataclass(frozen=True, slots=True)
class _Say:
    """How a wish is to be carried out."""

    reason: str
    only_look: bool
    token: str | None


async def _carry_out(call: Call, wish: Wish, say: _Say) -> Any:
    if refused := await _refused(call, wish, say):
        return refused
    steward = Steward(call.steward, call.clock(), say.reason, call.compartments)
    try:
        done = await call.desk.run(
            lambda db: (
                preview(db, wish, steward) if say.only_look else perform(db, wish, steward, token=say.token)
            )
        )
    except InvalidWish as error:
        return ValidationFailed(code=error.code, message=str(error))
    except (UnknownPerson, UnknownRecord, UnknownPin, UnknownJudgement, UnknownAct):
        return UNKNOWN
    except ActConflict as error:
        return Conflict(code=error.code, message=str(error))
    return await shown_act(call, done, only_look=say.only_look)


async def _refused(call: Call, wish: Wish, say: _Say) -> ValidationFailed | Forbidden | None:
    if not sees_all_records(call.view):
        return NOT_ALL
    if fault := next(faults_of_reason(say.reason), None):
        return fault
    if isinstance(wish, PinValue) and (fault := next(faults_of(wish.value or "", field="value"), None)):
        return fault
    persons, keys = _named(wish)
    if len(persons) + len(keys) > MOST_RECORDS:
        return ValidationFailed(code="OUT_OF_RANGE", message=f"At most {MOST_RECORDS} may be named.")
    if not await call.visible_records(keys) >= set(keys):
        return UNKNOWN
    return None


def _named(wish: Wish) -> tuple[Sequence[str], Sequence[str]]:
    """The person ids and record keys that a wish names."""
    match wish:
        case Merge():
            return wish.persons, ()
        case Lodge():
            return (*wish.persons, *([wish.beside] if wish.beside else [])), ()
        case PinValue():
            return (wish.person,), () if wish.record is None else (wish.record,)
        case Unmerge():
            return (), [key for group in wish.groups for key in group]
        case Judge():
            return (), (wish.left, wish.right)
        case _:
            return (), ()
