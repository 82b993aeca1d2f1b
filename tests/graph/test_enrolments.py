"""Enrolments: what a record of a source with a programme says about the service."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.enrolments import amount_in_baht
from tests.graph.small_world import TUESDAY, declare_departments, deliver, record

if TYPE_CHECKING:
    from graph.driver import Database

ENROLMENTS = """
MATCH (e:Enrolment)-[:IN_PROGRAMME]->(g:Programme)
RETURN e {.*} AS enrolment, g.code AS programme, COLLECT {
  MATCH (r)-[:EVIDENCES]->(e) RETURN r.id ORDER BY r.id
} AS evidence
"""


def test_a_record_of_a_programme_evidences_one_enrolment_in_standard_form(db: Database) -> None:
    declare_departments(db)
    said = {"enrolled_since": "๑ ต.ค. ๒๕๖๐", "benefit_amount": "๑,๒๐๐ บาท"}
    deliver(db, record("dop_allowance/1", **said), record("ops_logbook/1", **said))
    assert db.execute(ENROLMENTS) == [
        {
            "enrolment": {
                "id": "dop_allowance/1",
                "since": "2017-10-01",
                "amount": 1200.0,
                "status": "active",
                "agency": "DOP",
                "programme": "older_allowance",
                "compartment": "open",
            },
            "programme": "older_allowance",
            "evidence": ["dop_allowance/1@1"],
        }
    ]


def test_a_new_version_updates_the_enrolment_and_evidences_it_too(db: Database) -> None:
    declare_departments(db)
    deliver(db, record("dop_allowance/1", enrolled_since="1/10/2560", benefit_amount="600"))
    deliver(
        db, record("dop_allowance/1", enrolled_since="1/10/2560", enrolled_until="31/10/2569"), at=TUESDAY
    )
    [row] = db.execute(ENROLMENTS)
    assert row["evidence"] == ["dop_allowance/1@1", "dop_allowance/1@2"]
    assert (row["enrolment"]["until"], row["enrolment"]["status"]) == ("2026-10-31", "ended")
    assert "amount" not in row["enrolment"]


def test_an_enrolment_that_ends_today_still_lasts(db: Database) -> None:
    declare_departments(db)
    deliver(db, record("dop_allowance/1", enrolled_until="2026-11-02"))
    assert db.execute(ENROLMENTS)[0]["enrolment"]["status"] == "active"


def test_an_enrolment_is_as_secret_as_its_source(db: Database) -> None:
    declare_departments(db)
    deliver(db, record("dwf_shelter/1"))
    assert db.execute(ENROLMENTS)[0]["enrolment"]["compartment"] == "domestic_violence"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("600", 600.0),
        ("1,200.50 บาท", 1200.5),
        ("๘๐๐.-", 800.0),
        ("600-800", None),
        ("ไม่ทราบ", None),
        (None, None),
    ],
)
def test_an_amount_is_the_one_number_a_text_states(text: str | None, amount: float | None) -> None:
    assert amount_in_baht(text) == amount
