"""Writing what a decision says: judgements, pins and lodgings appended, and others withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph import judgements, lodgings, pins
from graph.stewardship.acts import Act
from identity.judgement import Judgement
from identity.lodging import Lodging
from identity.pins import Pin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.driver import Transaction
    from graph.stewardship.decision import Decision, Said


def say(tx: Transaction, decision: Decision, *, act: str, own: Said) -> Act:
    """Append and withdraw what the decision says of judgements, pins and lodgings, as part of the act of this id; `own`
    is who decides it now. The act comes back without what becomes of persons and households."""
    judged = tuple(_judgements(decision, act, own))
    pinned = tuple(_pins(decision, act, own))
    lodged = tuple(_lodgings(decision, act, own))
    by, at, reason = own.by, own.at, own.reason
    lodgings.withdraw_within(tx, decision.withdrawn_lodgings, by=by, at=at, reason=reason)
    lodgings.append_within(tx, lodged, act=act)
    judgements.withdraw_within(tx, decision.withdrawn_judgements, by=by, at=at, reason=reason)
    pins.withdraw_within(tx, decision.withdrawn_pins, by=by, at=at, reason=reason)
    judgements.append_within(tx, judged, act=act)
    pins.append_within(tx, pinned, act=act)
    return Act(
        id=act,
        kind=decision.kind,
        by=by,
        at=at,
        reason=reason,
        compartment=decision.compartment,
        persons_before={},
        persons_after={},
        households_before={},
        judgements=tuple(one.id for one in judged),
        withdrawn_judgements=tuple(decision.withdrawn_judgements),
        pins=tuple(one.id for one in pinned),
        withdrawn_pins=tuple(decision.withdrawn_pins),
        lodgings=tuple(one.id for one in lodged),
        withdrawn_lodgings=tuple(decision.withdrawn_lodgings),
    )


def _judgements(decision: Decision, act: str, own: Said) -> Iterator[Judgement]:
    for number, new in enumerate(decision.judgements, start=1):
        said = new.said or own
        yield Judgement(new.left, new.right, new.verdict, f"{act}.{number}", said.by, said.at, said.reason)


def _pins(decision: Decision, act: str, own: Said) -> Iterator[Pin]:
    for number, new in enumerate(decision.pins, start=1):
        said = new.said or own
        name = f"{act}.p{number}"
        yield Pin(name, new.record, new.field, new.value, new.origin, said.by, said.at, said.reason)


def _lodgings(decision: Decision, act: str, own: Said) -> Iterator[Lodging]:
    for number, new in enumerate(decision.lodgings, start=1):
        said = new.said or own
        name = f"{act}.l{number}"
        yield Lodging(name, new.members, new.beside, new.since, said.by, said.at, said.reason)
