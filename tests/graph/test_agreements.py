"""Agreements: the same form in and out, and versions that never change."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from graph.agreements import load, seed
from graph.errors import AgreementChanged, SharingIncomplete
from tests.graph.small_world import declare_departments, everything, last_transaction

if TYPE_CHECKING:
    from graph.driver import Database

SHARING: dict[str, list[dict[str, Any]]] = {
    "purposes": [
        {
            "code": "allowance",
            "name": "เบี้ยยังชีพ",
            "section": "PDPA s.24(4)",
            "citizen_visibility": "NOW",
            "roles": ["caseworker", "application"],
            "requires_case": False,
        },
        {"code": "rescue", "name": "Rescue", "section": "DV Act s.9", "roles": ["officer"]},
    ],
    "clients": [
        {
            "id": "dop-caseworker",
            "agency": "DOP",
            "roles": ["caseworker"],
            "purposes": ["allowance"],
            "compartments": [],
            "areas": ["92"],
        }
    ],
    "agreements": [
        {
            "code": "ops-dop-allowance",
            "version": version,
            "status": "ACTIVE",
            "legal_basis": "MoU 7/2569",
            "provider": "OPS",
            "receiver": "DOP",
            "purpose": "allowance",
            "valid_from": date(2026, 10, 1),
            "valid_to": date(2027, 9, 30),
            "grants": [
                {
                    "entity": "Person",
                    "row_scope": "SERVED",
                    "max_rows_per_query": 100,
                    "max_subjects_per_day": 5000,
                    "fields": [
                        {
                            "name": "givenName",
                            "mask": "clear",
                            "params": {},
                            "filterable": True,
                            "sortable": True,
                        },
                        {"name": "citizenId", "mask": "partial", "params": {"last": 4}},
                    ],
                },
                {
                    "entity": "Enrolment",
                    "row_scope": "SERVED",
                    "fields": [{"name": "amount", "mask": "redact"}],
                },
            ],
        }
        for version in (1, 2)
    ],
}


@pytest.fixture
def departments(db: Database) -> Database:
    declare_departments(db)
    return db


def test_what_was_seeded_is_loaded_in_the_same_form(departments: Database) -> None:
    seed(departments, SHARING)
    assert load(departments) == SHARING


def test_days_written_as_text_come_back_as_days(departments: Database) -> None:
    sharing = deepcopy(SHARING)
    sharing["agreements"][0]["valid_from"] = "2026-10-01"
    seed(departments, sharing)
    assert load(departments) == SHARING


def test_seeding_twice_changes_nothing(departments: Database) -> None:
    seed(departments, SHARING)
    once = everything(departments)
    seed(departments, load(departments))
    assert everything(departments) == once


def test_a_status_may_change_but_what_was_agreed_may_not(departments: Database) -> None:
    seed(departments, SHARING)
    revoked = deepcopy(SHARING)
    revoked["agreements"][0]["status"] = "REVOKED"
    seed(departments, revoked)
    assert load(departments) == revoked
    wider = deepcopy(revoked)
    wider["agreements"][0]["grants"][0]["row_scope"] = "ALL"
    wider["purposes"][0]["name"] = "Something else"
    before = last_transaction(departments)
    with pytest.raises(AgreementChanged, match="ops-dop-allowance@1"):
        seed(departments, wider)
    assert last_transaction(departments) == before
    assert load(departments) == revoked


def test_an_agreement_with_nobody_or_for_nothing_is_refused(departments: Database) -> None:
    sharing = deepcopy(SHARING)
    sharing["agreements"][0] |= {"receiver": "NSO", "purpose": "statistics"}
    with pytest.raises(SharingIncomplete, match="NSO, statistics"):
        seed(departments, sharing)
    assert load(departments)["agreements"] == []


def test_a_client_acts_for_one_agency_at_a_time(departments: Database) -> None:
    seed(departments, SHARING)
    seed(departments, {"clients": [SHARING["clients"][0] | {"agency": "OPS"}]})
    assert [client["agency"] for client in load(departments)["clients"]] == ["OPS"]


def test_fields_carry_their_sensitivity_and_seeding_grants_does_not_lose_it(departments: Database) -> None:
    seed(departments, SHARING, fields=[{"entity": "Person", "name": "citizenId", "sensitivity": "sensitive"}])
    seed(departments, SHARING)
    [row] = departments.execute("MATCH (f:Field {id: 'Person.citizenId'}) RETURN f.sensitivity AS class")
    assert row == {"class": "sensitive"}
