"""With how many records a value is compared, however few there are, and how seldom they are counted for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.live.totals import Totals
from tests.graph.live.village import resolver, take_in, village
from tests.graph.rules.town import changed

if TYPE_CHECKING:
    import pytest

    from graph.driver import Database

PHONE = "0819027364"


def counted(db: Database, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every time the records are counted from now on."""
    read, times = db.read, list[str]()

    def reading(name: str, /, **parameters: object) -> list[dict[str, object]]:
        if name == "count_filled_records":
            times.append(name)
        return read(name, **parameters)

    monkeypatch.setattr(db, "read", reading)
    return times


def fill(db: Database, records: int) -> None:
    """Current open records, every second with a phone."""
    db.execute(
        "UNWIND range(1, $n) AS one CREATE (r:SourceRecord {id: 'x/' + one + '@1', key: 'x/' + one, current: true,"
        " compartment: 'open'}) FOREACH (_ IN CASE WHEN one % 2 = 0 THEN [1] ELSE [] END | SET r.phone = '08')",
        n=records,
    )


def test_a_phone_on_the_first_records_of_an_empty_graph_is_common_among_them(db: Database) -> None:
    live = resolver(db)
    shared = [changed(record, phone=PHONE) for record in village() if record.source == "ops_logbook"][:12]
    take_in(live, shared)
    assert live.shares(shared[0].key, shared[1].key) == {"phone": {PHONE: 1.0}}


def test_records_are_counted_again_when_a_tenth_more_may_have_come(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(db, 40)
    totals = Totals(db)
    times = counted(db, monkeypatch)
    assert [totals.now() for _ in range(4)] == [{"phone": 20, "email": 0}] * 4
    assert not times
    totals.now()
    assert len(times) == 1


def test_records_without_phone_and_email_are_not_counted_for_each_that_comes(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(db, 400)
    db.execute("MATCH (r:SourceRecord) REMOVE r.phone")
    totals = Totals(db)
    times = counted(db, monkeypatch)
    for _ in range(40):
        assert totals.now() == {"phone": 0, "email": 0}
    assert not times
