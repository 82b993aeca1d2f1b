"""Taking an act back: the grouping before it is restored, and what the act said no longer holds."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC
from typing import TYPE_CHECKING, Any

from graph.errors import ActConflict, UnknownAct
from graph.regroup import Earlier
from graph.stewardship.acts import read_act
from graph.stewardship.circle import persons_of_records
from graph.stewardship.decision import Decision, NewJudgement, NewLodging, NewPin, Said
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
    # Whoever undoes an act may touch the sealed records that it touched; who sees the act sees its persons.
    owners = tx.run("read_current_owners", keys=sorted(act.persons_before))
    hidden = {row["compartment"] for row in owners}
    before = {key: act.persons_before[key] for key in _still_there(owners, act)}
    persons = persons_of_records(tx, before, compartments={*compartments, *hidden})
    current = {key: person.id for person in persons.values() for key in person.records}
    judgements, pins, lodgings = _withdrawn_by(tx, act)
    decision = Decision(
        kind="undo",
        groups=groups_before(before, current),
        compartment=act.compartment,
        judgements=judgements,
        withdrawn_judgements=act.judgements,
        pins=pins,
        withdrawn_pins=act.pins,
        lodgings=lodgings,
        withdrawn_lodgings=act.lodgings,
        earlier=Earlier(before, act.households_before),
        undoes=act.id,
        again=True,
    )
    _require_undivided(tx, decision, persons.values())
    return decision


def _still_there(owners: Sequence[Row], act: Act) -> Iterator[str]:
    """The records to be put back. One that another compartment seals, and that went elsewhere since, stays there: who
    takes the act back does not know of whatever was decided about it."""
    for row in owners:
        known = row["compartment"] in (OPEN, act.compartment)
        if known or row["person"] == act.persons_after.get(row["key"]):
            yield row["key"]


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


def groups_before(before: Mapping[str, str], current: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """The records of today (key -> person id) in the groups they formed (key -> person id) before.

    A record that came later goes with the group that most of its person's records go with; of equally many, with
    the one that gave the person its id.
    """
    labels: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key, person in current.items():
        if key in before:
            labels[person][before[key]] += 1
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for key, person in current.items():
        found = labels[person]
        home = min(found, key=lambda label: (-found[label], label != person, label))
        groups[before.get(key, home)].append(key)
    return tuple(tuple(sorted(groups[label])) for label in sorted(groups))


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
