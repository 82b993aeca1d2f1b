"""Writing a plan: every row in the caller's transaction, history and outbox included."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph import identifications, kinship, memberships
from graph.outbox import change_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.driver import Transaction
    from graph.regroup.plans import Plan

ARRIVAL, LAST = ("append_live_record",), ("count_stopped_keys", "mark_waiting_records")
"""What a record that comes in has to be written of it before the regrouping that it causes, and after it."""
ORDER = (
    "write_houses",
    "restore_persons",
    *identifications.ORDER,
    "write_households",
    "dissolve_households",
    *memberships.ORDER,
    "delete_kin",
    "write_kin",
    *kinship.ORDER,
    "emit_changes",
)


@dataclass(frozen=True, slots=True)
class Regrouped:
    """What was done. `person_of` is record key -> person id; `created`, `retired` and `restored` are person ids."""

    person_of: Mapping[str, str]
    created: tuple[str, ...]
    retired: tuple[str, ...]
    restored: tuple[str, ...]


def apply(
    tx: Transaction, plan: Plan, *, arrival: Mapping[str, Sequence[Mapping[str, Any]]] | None = None
) -> Regrouped:
    """Write a plan. It must have been made in the same transaction, after the persons concerned were locked.

    `arrival` are the rows, by query of ARRIVAL and LAST, of the record that comes in and is the plan's cause.
    """
    rows = {**plan.rows, "emit_changes": change_rows(plan.changes)}
    if arrival is not None:
        tx.run_together({**arrival, **rows}, order=(*ARRIVAL, *ORDER, *LAST), at=plan.at)
    elif any(rows.values()):
        tx.run_together(rows, order=ORDER, at=plan.at)
    return Regrouped(
        person_of=plan.person_of,
        created=tuple(one.id for one in plan.persons if one.before is None and not one.restored),
        retired=tuple(one.id for one in plan.persons if one.after is None),
        restored=tuple(one.id for one in plan.persons if one.restored),
    )
