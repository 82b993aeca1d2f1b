"""A steward's wish looked at or carried out: decide, write what was said, regroup, keep the act."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graph import regroup
from graph.digest import digest
from graph.errors import ActConflict, RegroupRefused, StalePreview
from graph.hold import wait_for_hold
from graph.households import DISSOLVED
from graph.reviews import drop_settled_about
from graph.stewardship.acts import read_act, record_act
from graph.stewardship.deciding import decide
from graph.stewardship.decision import Said
from graph.stewardship.moment import moment_of
from graph.stewardship.saying import say
from graph.stewardship.token import fingerprint
from graph.stewardship.unseen import with_sealed_apart
from identity.canonical import content_id
from identity.resolution import OPEN, SourceTraits

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from graph.driver import Database, Transaction
    from graph.regroup import EnrolmentMove, HouseholdChange, PersonChange, Plan
    from graph.stewardship.acts import Act
    from graph.stewardship.decision import Decision
    from graph.stewardship.wishes import Wish


@dataclass(frozen=True, slots=True)
class Steward:
    """Who acts, when (timezone-aware) and why, and the compartments beyond which there is nothing for them."""

    by: str
    at: datetime
    reason: str
    compartments: frozenset[str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a wish changes, as far as the steward may see it. `act` is the id under which it can be undone; of a
    preview, the id it would have had. `token` names what was looked at: carried out with it, the wish is refused when
    it would come to something else by then."""

    act: str
    token: str
    persons: tuple[PersonChange, ...]
    enrolments: tuple[EnrolmentMove, ...]
    households: tuple[HouseholdChange, ...]
    judgements: tuple[str, ...] = ()
    pins: tuple[str, ...] = ()


class _OnlyLooked(Exception):
    """Ends the transaction of a preview, so that nothing of it stays."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


def preview(db: Database, wish: Wish, steward: Steward) -> Outcome:
    """What a wish would change; nothing is written. Raises what `perform` raises."""

    def unit(tx: Transaction) -> Outcome:
        raise _OnlyLooked(perform_within(tx, wish, steward))

    try:
        return db.work(unit, name="preview_act")
    except _OnlyLooked as looked:
        return looked.outcome


def perform(db: Database, wish: Wish, steward: Steward, *, token: str | None = None) -> Outcome:
    """Carry a wish out, at once and as one act.

    Raises StalePreview when `token`, that of a preview, no longer names what it would change, Held where all records
    are resolved anew for longer than a steward is let wait, and else what `graph.stewardship.deciding.decide` raises.
    Safe to repeat with the same steward and time.
    """
    wait_for_hold(db)
    return db.work(lambda tx: perform_within(tx, wish, steward, token=token), name="perform_act")


def perform_within(tx: Transaction, wish: Wish, steward: Steward, *, token: str | None = None) -> Outcome:
    """The same in the caller's transaction."""
    act_id = content_id("A", f"{steward.by}\x1f{steward.at.isoformat()}\x1f{wish!r}")
    done = read_act(tx, act_id)
    if done is not None:  # Committed before the connection broke: the same act is not done twice.
        return Outcome(act_id, token or "", (), (), (), done.judgements, done.pins)
    sources = _traits(tx)
    decision = with_sealed_apart(tx, decide(tx, wish, compartments=steward.compartments), sources)
    steward = replace(steward, at=moment_of(tx, decision, at=steward.at))
    said = fingerprint(tx, decision, compartments=steward.compartments)
    written = say(tx, decision, act=act_id, own=Said(steward.by, steward.at, steward.reason))
    plan = _planned(tx, decision, act_id, sources=sources, at=steward.at)
    looked_at = digest({"said": said, "plan": plan.token_for(steward.compartments)})
    if token not in (None, looked_at):
        raise StalePreview("The persons have changed since they were looked at.")
    _require_unseen(plan, decision)
    regroup.apply(tx, plan)
    if decision.houses:
        tx.run("remove_houses", ids=list(decision.houses), dissolved=DISSOLVED)
    act = replace(
        written,
        persons_before=plan.persons_before,
        persons_after=plan.person_of,
        households_before=plan.households_before,
        houses=plan.houses,
    )
    changed = {*plan.persons_before.values(), *plan.person_of.values()}
    record_act(tx, act, undoes=decision.undoes, persons=changed)
    drop_settled_about(tx, plan.person_of, at=act.at, compartment=act.compartment)
    return _seen(act, plan, token=looked_at, compartments=steward.compartments)


def _planned(
    tx: Transaction, decision: Decision, act_id: str, *, sources: Mapping[str, SourceTraits], at: datetime
) -> Plan:
    # Records come in with their places held first and their persons next: where the two meet, one begins again.
    named = sorted({key for group in decision.groups for key in group})
    tx.run("hold_places", keys=named, compartment=decision.compartment)
    try:
        return regroup.plan(
            tx,
            decision.groups,
            sources=sources,
            at=at,
            decided_by=f"act:{act_id}",
            earlier=decision.earlier,
            again=decision.again,
        )
    except RegroupRefused as error:
        raise StalePreview("The persons have changed in between.") from error


def require_possible(tx: Transaction, wish: Wish, *, compartments: Collection[str]) -> None:
    """Raise what `graph.stewardship.deciding.decide` raises where a wish cannot be carried out; nothing is written, and
    the persons stay locked until the transaction ends."""
    decide(tx, wish, compartments=compartments)


def _require_unseen(plan: Plan, decision: Decision) -> None:
    """Nobody outside sees an act on what is sealed, so they must not see that anything came of it either."""
    if decision.compartment == OPEN:
        return
    if any(one.compartment == OPEN for one in (*plan.persons, *plan.households)):
        raise ActConflict("What is sealed decides nothing about open persons; decide on these by themselves.")


def _traits(tx: Transaction) -> dict[str, SourceTraits]:
    return {row["name"]: SourceTraits(row["compartment"], row["trust"]) for row in tx.run("list_sources")}


def _seen(act: Act, plan: Plan, *, token: str, compartments: Collection[str]) -> Outcome:
    """Nothing of another compartment shows, neither a person nor that a sealed record went along."""
    return Outcome(
        act=act.id,
        token=token,
        persons=tuple(one for one in plan.persons if one.compartment in compartments),
        enrolments=tuple(one for one in plan.enrolments if one.compartment in compartments),
        households=tuple(one for one in plan.households if one.compartment in compartments),
        judgements=act.judgements,
        pins=act.pins,
    )
