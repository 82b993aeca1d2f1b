"""From a wish to a decision: which records become which persons, and which judgements make it last."""

from __future__ import annotations

from datetime import date
from itertools import combinations, product
from typing import TYPE_CHECKING

from graph.errors import ActConflict, InvalidWish, NeedsGroups, UnknownJudgement, UnknownPin
from graph.pins import pin_of
from graph.stewardship.circle import persons_in_force, persons_of_records, seen_from
from graph.stewardship.decision import Decision, NewJudgement, NewLodging, NewPin
from graph.stewardship.undoing import undo
from graph.stewardship.verdicts import pair_of, verdicts_among
from graph.stewardship.wishes import Judge, Lodge, Merge, PinValue, Undo, Unmerge, Unpin, WithdrawJudgement
from identity.judgement import Verdict
from identity.pins import ADDRESS, PINNABLE, standard_value
from identity.resolution import OPEN

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from graph.driver import Transaction
    from graph.stewardship.circle import Whole
    from graph.stewardship.verdicts import Pair
    from graph.stewardship.wishes import Wish


def decide(tx: Transaction, wish: Wish, *, compartments: Collection[str]) -> Decision:
    """What a wish comes to. The persons concerned stay locked until the transaction ends.

    Raises InvalidWish for what cannot be meant, UnknownPerson, UnknownRecord, UnknownPin, UnknownJudgement or
    UnknownAct for what is not there to be seen, ActConflict for what something else stands in the way of.
    """
    match wish:
        case Merge():
            return _merge(tx, wish, compartments)
        case Unmerge():
            return _unmerge(tx, wish, compartments)
        case Judge():
            return _judge(tx, wish, compartments)
        case PinValue():
            return _pin(tx, wish, compartments)
        case Unpin():
            return _unpin(tx, wish, compartments)
        case WithdrawJudgement():
            return _withdraw(tx, wish, compartments)
        case Lodge():
            return _lodge(tx, wish, compartments)
        case Undo():
            return undo(tx, wish.act, compartments=compartments)


def _merge(tx: Transaction, wish: Merge, compartments: Collection[str]) -> Decision:
    persons = persons_in_force(tx, wish.persons, compartments=compartments)
    if len(persons) < 2:
        raise InvalidWish("Merging takes two persons or more.")
    carrying = [key for person in persons for key in person.carrying]
    centre = min((person.compartment != OPEN, key) for person in persons for key in person.carrying)[1]
    standing = verdicts_among(tx, carrying)
    parted = {pair for pair, verdict in standing.items() if verdict is Verdict.DIFFERENT}
    same = {pair_of(centre, key) for key in carrying if key != centre} | parted
    return Decision(
        kind="merge",
        groups=(tuple(key for person in persons for key in person.records),),
        compartment=seen_from(person.compartment for person in persons),
        judgements=[
            NewJudgement(*pair, Verdict.SAME)
            for pair in sorted(same)
            if standing.get(pair) is not Verdict.SAME
        ],
    )


def _unmerge(tx: Transaction, wish: Unmerge, compartments: Collection[str]) -> Decision:
    named = [key for group in wish.groups for key in group]
    if not named or any(not group for group in wish.groups) or len(named) != len(set(named)):
        raise InvalidWish("Each group names records, and each record stands in one group.")
    apart = wish.apart or ()
    persons = persons_of_records(tx, {*named, *apart}, compartments=compartments)
    person = next(iter(persons.values()))
    if any(other.id != person.id for other in persons.values()):
        raise InvalidWish("The records are not of one person.")
    if apart and any(
        set(apart) <= group for group in (*map(set, wish.groups), set(person.records) - {*named})
    ):
        raise InvalidWish("The two records that are asked about stay together.")
    return _parted(tx, person, wish.groups, kind="unmerge")


def _parted(tx: Transaction, person: Whole, groups: Sequence[Sequence[str]], *, kind: str) -> Decision:
    """Each group a person. DIFFERENT holds the groups apart, SAME keeps each together: a decision is to outlast every
    later linking. Attached records that the steward may not even know of stay with the largest group."""
    rest = tuple(key for key in person.carrying if all(key not in group for group in groups))
    parts = [tuple(sorted(group)) for group in groups] + ([rest] if rest else [])
    if len(parts) < 2:
        raise InvalidWish("All records in one group are one person already.")
    if any(key in person.attached for part in parts for key in part):
        raise ActConflict("Sealed records of an open person are parted by judgements on them alone.")
    standing = verdicts_among(tx, person.carrying)
    wanted = {
        pair_of(left, right): Verdict.DIFFERENT
        for one, other in combinations(parts, 2)
        for left, right in product(one, other)
    }
    wanted |= {pair_of(part[0], key): Verdict.SAME for part in parts for key in part[1:]}
    largest = min(parts, key=lambda part: (-len(part), part))
    return Decision(
        kind=kind,
        groups=tuple((*part, *person.attached) if part is largest else part for part in parts),
        compartment=person.compartment,
        judgements=[
            NewJudgement(*pair, verdict)
            for pair, verdict in sorted(wanted.items())
            if standing.get(pair) is not verdict
        ],
    )


def _judge(tx: Transaction, wish: Judge, compartments: Collection[str]) -> Decision:
    if wish.left == wish.right:
        raise InvalidWish("A judgement is about two records.")
    persons = persons_of_records(tx, (wish.left, wish.right), compartments=compartments)
    left, right = persons[wish.left], persons[wish.right]
    judged = [NewJudgement(*pair_of(wish.left, wish.right), wish.verdict)]
    compartment = seen_from((left.compartment_of(wish.left), right.compartment_of(wish.right)))
    if wish.verdict is Verdict.SAME and left.id != right.id:
        _require_undivided(tx, left, right, besides=pair_of(wish.left, wish.right))
        return Decision("judge", ((*left.records, *right.records),), compartment, judgements=judged)
    if wish.verdict is Verdict.DIFFERENT and left.id == right.id:
        return _judged_apart(tx, left, wish, compartment, judged)
    groups = (left.records,) if left.id == right.id else (left.records, right.records)
    return Decision("judge", groups, compartment, judgements=judged)


def _judged_apart(
    tx: Transaction, person: Whole, wish: Judge, compartment: str, judged: list[NewJudgement]
) -> Decision:
    attached = [key for key in (wish.left, wish.right) if key in person.attached]
    if attached:
        rest = tuple(key for key in person.records if key != attached[0])
        return Decision("judge", ((attached[0],), rest), compartment, judgements=judged)
    if len(person.carrying) > 2:
        raise NeedsGroups("The person has further records; say which belong together.")
    return _parted(tx, person, ((wish.left,), (wish.right,)), kind="judge")


def _require_undivided(tx: Transaction, left: Whole, right: Whole, *, besides: Pair) -> None:
    standing = verdicts_among(tx, [*left.carrying, *right.carrying])
    between = {pair_of(one, other) for one, other in product(left.carrying, right.carrying)} - {besides}
    divided = sum(standing.get(pair) is Verdict.DIFFERENT for pair in between)
    if divided:
        raise ActConflict(
            f"{divided} judgements hold other records of the two persons to be different; merging the persons"
            " overrules them."
        )


def _pin(tx: Transaction, wish: PinValue, compartments: Collection[str]) -> Decision:
    if wish.field not in PINNABLE:
        raise InvalidWish(f"{wish.field} is no field that can be pinned.")
    if (wish.value is None) == (wish.record is None):
        raise InvalidWish("Either a value is pinned or what a record says.")
    if wish.field == ADDRESS and wish.record is None:
        raise InvalidWish("An address is pinned as a whole, from a record.")
    (person,) = persons_in_force(tx, (wish.person,), compartments=compartments)
    if wish.record is not None and wish.record not in person.carrying:
        raise InvalidWish("The record is none of those the person's values come from.")
    value = None if wish.value is None else standard_value(wish.field, wish.value)
    if wish.value is not None and value is None:
        raise InvalidWish(f"The value cannot be read as {wish.field}.")
    return Decision(
        "pin",
        (person.records,),
        person.compartment,
        pins=[NewPin(wish.record or min(person.carrying), wish.field, value, wish.record)],
        again=True,
    )


def _unpin(tx: Transaction, wish: Unpin, compartments: Collection[str]) -> Decision:
    rows = tx.run("read_pin", id=wish.pin)
    if not rows:
        raise UnknownPin("There is no such pin that could be taken back.")
    pin = pin_of(rows[0]["properties"])
    person = persons_of_records(tx, (pin.record,), compartments=compartments)[pin.record]
    if not tx.run("read_pin", id=wish.pin):  # Somebody else took it back before the person could be locked.
        raise UnknownPin("There is no such pin that could be taken back.")
    return Decision("unpin", (person.records,), person.compartment, withdrawn_pins=[pin.id], again=True)


def _withdraw(tx: Transaction, wish: WithdrawJudgement, compartments: Collection[str]) -> Decision:
    rows = tx.run("read_judgement", id=wish.judgement)
    if not rows:
        raise UnknownJudgement("There is no such judgement that could be withdrawn.")
    persons = persons_of_records(tx, (rows[0]["left"], rows[0]["right"]), compartments=compartments)
    if not tx.run("read_judgement", id=wish.judgement):  # As with a pin.
        raise UnknownJudgement("There is no such judgement that could be withdrawn.")
    groups = tuple({person.id: person.records for person in persons.values()}.values())
    compartment = seen_from(person.compartment_of(key) for key, person in persons.items())
    return Decision("withdraw", groups, compartment, withdrawn_judgements=[wish.judgement])


def _lodge(tx: Transaction, wish: Lodge, compartments: Collection[str]) -> Decision:
    """Each person is named by one record, so that the lodging goes with it to whomever it identifies."""
    if wish.since is not None and not _is_day(wish.since):
        raise InvalidWish("A day is written as year, month and day with dashes.")
    members = persons_in_force(tx, wish.persons, compartments=compartments)
    host = () if wish.beside is None else persons_in_force(tx, (wish.beside,), compartments=compartments)
    if not members or {person.id for person in members} & {person.id for person in host}:
        raise InvalidWish("Persons are lodged with somebody else, or by themselves.")
    if len({person.compartment for person in (*members, *host)}) > 1:
        raise ActConflict("Who lives together is told within one compartment.")
    lodging = NewLodging(
        tuple(min(person.carrying) for person in members),
        min(host[0].carrying) if host else None,
        wish.since,
    )
    return Decision(
        "lodge",
        tuple(person.records for person in (*members, *host)),
        members[0].compartment,
        lodgings=[lodging],
        again=True,
    )


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
