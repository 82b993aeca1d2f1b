"""When a sealed record came shows in no instant of anything open, and its own history still runs forwards."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.graph.live.test_sealed import open_part
from tests.graph.live.village import FEED, START, resolver, sealed, take_in
from tests.graph.rules.town import changed, town
from tests.graph.small_world import record

if TYPE_CHECKING:
    from graph.driver import Database

ONE, OTHER = town()[:2]
LATE = START + timedelta(seconds=52, microseconds=123_456)
"""When the shelter's record comes: after the open one that is stored after it was stamped earlier."""

HISTORY = """
MATCH (record:SourceRecord {key: $key})-[held:IDENTIFIES]->(person:Person)
RETURN person.id AS person, held.since AS since, held.until AS until
ORDER BY since, until
"""


def take_in_late(db: Database, *, hidden: bool) -> list[dict[str, Any]]:
    """Everything open once the other record has come in, stamped before the shelter's that is there already."""
    live = resolver(db)
    live.upsert(ONE, feed=FEED, at=START)
    if hidden:
        live.upsert(sealed(ONE), feed=FEED, at=LATE)
    live.upsert(OTHER, feed=FEED, at=START + timedelta(seconds=50))
    live.upsert(changed(ONE, phone="0899999999"), feed=FEED, at=START + timedelta(seconds=51))
    return open_part(db)


def test_when_a_sealed_record_came_does_not_show_on_the_open_person_it_joined(db: Database) -> None:
    alone = take_in_late(db, hidden=False)
    db.execute("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    assert take_in_late(db, hidden=True) == alone


def test_the_history_of_a_sealed_record_runs_forwards_when_its_open_person_is_retired_before_it_came(
    db: Database,
) -> None:
    live = resolver(db)
    number = ONE.values["citizen_id"]
    alone = record("dop_allowance/9", given_name=ONE.values["given_name"], citizen_id=number)
    first, second = take_in(live, [changed(ONE, citizen_id=""), alone])
    assert first.person != second.person
    for place, open_one in (("a", changed(ONE, citizen_id="")), ("b", alone)):
        hidden = record(f"dwf_shelter/{place}", **open_one.values)
        live.upsert(hidden, feed=FEED, at=LATE)
    bridge = live.upsert(ONE, feed=FEED, at=START + timedelta(seconds=50))
    told = [db.execute(HISTORY, key=f"dwf_shelter/{place}") for place in ("a", "b")]
    [moved] = [history for history in told if len(history) > 1]
    assert [held["person"] for held in moved][-1] == bridge.person
    assert moved[0]["since"] == LATE < moved[0]["until"] == moved[1]["since"]
    assert db.execute("MATCH (p:Person {status: 'active'}) RETURN p.updatedAt AS at") == [
        {"at": START + timedelta(seconds=50)}
    ]
