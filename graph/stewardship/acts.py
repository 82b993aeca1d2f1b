"""Acts: what a steward did in one go, kept with the state before, so that it can be explained and undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from graph.driver import Transaction


@dataclass(frozen=True, slots=True)
class Act:
    """`persons_before`, `persons_after` are record key -> person id of every record concerned; `households_before`
    record key -> household id. `judgements`, `pins` and `lodgings` are ids of what it
    appended, `withdrawn_*` of what it took
    back, `houses` of houses that became known by it. It is seen from `compartment`; `undone_by` is the id of the act that undid it."""

    id: str
    kind: str
    by: str
    at: datetime
    reason: str
    compartment: str
    persons_before: Mapping[str, str]
    persons_after: Mapping[str, str]
    households_before: Mapping[str, str]
    judgements: tuple[str, ...] = ()
    withdrawn_judgements: tuple[str, ...] = ()
    pins: tuple[str, ...] = ()
    withdrawn_pins: tuple[str, ...] = ()
    lodgings: tuple[str, ...] = ()
    withdrawn_lodgings: tuple[str, ...] = ()
    houses: tuple[str, ...] = ()
    undone_by: str | None = None


def record_act(tx: Transaction, act: Act, *, undoes: str | None, persons: Collection[str]) -> None:
    """Append an act on these persons. Raises Conflict where its id was given before."""
    properties = {
        "id": act.id,
        "kind": act.kind,
        "by": act.by,
        "at": act.at,
        "reason": act.reason,
        "compartment": act.compartment,
        "before": _text(act.persons_before),
        "after": _text(act.persons_after),
        "householdsBefore": _text(act.households_before),
        "judgements": list(act.judgements),
        "withdrawnJudgements": list(act.withdrawn_judgements),
        "pins": list(act.pins),
        "withdrawnPins": list(act.withdrawn_pins),
        "lodgings": list(act.lodgings),
        "withdrawnLodgings": list(act.withdrawn_lodgings),
        "houses": list(act.houses),
    }
    tx.run("create_act", properties=properties, persons=sorted(persons), undoes=undoes)


def read_act(tx: Transaction, act_id: str) -> Act | None:
    """The act of this id, locked until the transaction ends."""
    rows = tx.run("read_act", id=act_id)
    if not rows:
        return None
    said = rows[0]["properties"]
    return Act(
        id=said["id"],
        kind=said["kind"],
        by=said["by"],
        at=said["at"].astimezone(UTC),
        reason=said["reason"],
        compartment=said["compartment"],
        persons_before=orjson.loads(said["before"]),
        persons_after=orjson.loads(said["after"]),
        households_before=orjson.loads(said["householdsBefore"]),
        judgements=tuple(said["judgements"]),
        withdrawn_judgements=tuple(said["withdrawnJudgements"]),
        pins=tuple(said["pins"]),
        withdrawn_pins=tuple(said["withdrawnPins"]),
        lodgings=tuple(said["lodgings"]),
        withdrawn_lodgings=tuple(said["withdrawnLodgings"]),
        houses=tuple(said.get("houses", ())),
        undone_by=next(iter(rows[0]["undoneBy"]), None),
    )


def _text(ids: Mapping[str, str]) -> str:
    return orjson.dumps(dict(ids), option=orjson.OPT_SORT_KEYS).decode()
