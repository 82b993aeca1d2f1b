"""Taking an act back: the grouping before it is restored, and what the act said no longer holds."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

from graph.errors import ActConflict, UnknownAct
from graph.regroup import Earlier
from graph.stewardship.acts import read_act
from graph.stewardship.circle import persons_of_records
from graph.stewardship.decision import Decision, NewJudgement, NewLodging, NewPin, Said
from graph.stewardship.restoring import groups_before
from graph.stewardship.verdicts import verdicts_after
from identity.judgement import Verdict
from identity.resolution import OPEN

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from graph.driver import Row, Transaction
    from graph.stewardship.acts import Act
    from graph.stewardship.circle import Whole


def undo(tx: Transaction, act_id: str, *, compartments: Collection[str]) -> Decision:
    """Restore what was before an act. Records that came to the persons since stay with those they came to.

    Raises UnknownAct where there is none to be seen, ActConflict when it was undone already, or when a later act
    on the same persons rests on it: that one is undone first; or when it would make records one, that came together
    with others since, which humans hold different.
    """
    act = read_act(tx, act_id)
    if act is None or act.compartment not in compartments:
        raise UnknownAct("There is no such act.")
    if act.undone_by:
        raise ActConflict("The act was undone already.")
    later = tx.run("list_later_acts", id=act_id)
    if later:
        raise ActConflict(f"{len(later)} later acts on the same persons rest on it; undo them first.")
    owners = tx.run("read_current_owners", keys=sorted({*act.persons_before, *act.households_before}))
    place = {row["key"]: row["compartment"] for row in owners}
    before = {key: act.persons_before[key] for key in _still_there(owners, act)}
    # Whoever undoes an act may touch the sealed records that it touched; who sees the act sees its persons.
    persons = persons_of_records(tx, before, compartments={*compartments, *place.values()})
    concerned = _concerned(persons.values(), before, act.compartment)
    judgements, pins, lodgings = _withdrawn_by(tx, act)
    decision = Decision(
        kind="undo",
        groups=groups_before(before, concerned, compartment=act.compartment),
        compartment=act.compartment,
        judgements=judgements,
        withdrawn_judgements=act.judgements,
        pins=pins,
        withdrawn_pins=act.pins,
        lodgings=lodgings,
        withdrawn_lodgings=act.lodgings,
        houses=act.houses,
        earlier=_earlier(tx, act, before, place, concerned),
        undoes=act.id,
        again=True,
    )
    _require_undivided(tx, decision, concerned)
    return decision


def _still_there(owners: Sequence[Row], act: Act) -> Iterator[str]:
    """The records to be put back. One that another compartment seals, and that went elsewhere since, stays there: who
    takes the act back does not know of whatever was decided about it."""
    for row in owners:
        if row["key"] not in act.persons_before:
            continue
        known = row["compartment"] in (OPEN, act.compartment)
        if known or row["person"] == act.persons_after.get(row["key"]):
            yield row["key"]


def _concerned(persons: Iterable[Whole], before: Mapping[str, str], compartment: str) -> list[Whole]:
    """Each person once, without open ones to whom none but records that other compartments seal came: these stay."""
    known = {OPEN, compartment}
    found = {person.id: person for person in persons}
    return [
        person
        for person in found.values()
        if person.compartment != OPEN
        or any(key in before and person.compartment_of(key) in known for key in person.records)
    ]


def _earlier(
    tx: Transaction,
    act: Act,
    before: Mapping[str, str],
    place: Mapping[str, str],
    concerned: Iterable[Whole],
) -> Earlier:
    """The ids that come back: those of the compartment that the act is seen from, and of sealed persons it moved. An open
    id is never that of sealed records, and one that somebody else has by now stays theirs."""
    openly = {person for key, person in act.persons_before.items() if place.get(key, OPEN) == OPEN}
    ids = {
        key: person
        for key, person in before.items()
        if place[key] == act.compartment == OPEN or (place[key] != OPEN and person not in openly)
    }
    asked = sorted({*ids.values()} - {person.id for person in concerned})
    theirs = {row["person"] for row in tx.run("read_person_records", persons=asked)} if asked else set[str]()
    return Earlier(
        {key: person for key, person in ids.items() if person not in theirs},
        {
            key: household
            for key, household in act.households_before.items()
            if place.get(key) == act.compartment or (place.get(key) != OPEN and key in before)
        },
    )


def _require_undivided(tx: Transaction, decision: Decision, persons: Iterable[Whole]) -> None:
    """What the model made of the persons since follows the records put back, and may be held apart from them by a human.
    Only verdicts that whoever sees the act may know of count."""
    owner = {
        key: person.id
        for person in persons
        for key in person.records
        if person.compartment_of(key) in (OPEN, decision.compartment)
    }
    group = {key: number for number, keys in enumerate(decision.groups) for key in keys}
    divided = sum(
        verdict is Verdict.DIFFERENT and owner[left] != owner[right] and group[left] == group[right]
        for (left, right), verdict in verdicts_after(tx, owner, decision).items()
        if left in owner and right in owner
    )
    if divided:
        raise ActConflict(f"{divided} judgements hold records different that would be of one person again.")


def _withdrawn_by(tx: Transaction, act: Act) -> tuple[list[NewJudgement], list[NewPin], list[NewLodging]]:
    """What an act had withdrawn is said again, by whom and as of when it was said: what overruled it still does."""
    if not (act.withdrawn_judgements or act.withdrawn_pins or act.withdrawn_lodgings):
        return [], [], []
    rows = tx.run(
        "read_act_pieces",
        judgements=list(act.withdrawn_judgements),
        pins=list(act.withdrawn_pins),
        lodgings=list(act.withdrawn_lodgings),
    )
    judgements = [
        NewJudgement(said["left"], said["right"], Verdict(said["verdict"]), _said(said))
        for row in rows
        if row["kind"] == "judgement" and (said := row["properties"])
    ]
    pins = [
        NewPin(said["record"], said["field"], said.get("value"), said.get("origin"), _said(said))
        for row in rows
        if row["kind"] == "pin" and (said := row["properties"])
    ]
    lodgings = [
        NewLodging(tuple(said["members"]), said.get("beside"), said.get("since"), _said(said))
        for row in rows
        if row["kind"] == "lodging" and (said := row["properties"])
    ]
    return judgements, pins, lodgings


def _said(properties: Mapping[str, Any]) -> Said:
    return Said(properties["by"], properties["at"].astimezone(UTC), properties["reason"])
