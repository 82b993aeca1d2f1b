"""What the demo's departments see: the committed table, and the rules it must keep whatever else changes."""

from __future__ import annotations

from datetime import date

import pytest

from auth.catalogue import catalogue
from auth.policy import Mask, RowScope
from tests.auth.visibility_table import AGENCIES, TABLE, demo_policy, principal_of, views, visibility_table


def test_a_change_of_access_shows_in_the_committed_table() -> None:
    assert visibility_table() == TABLE.read_text(encoding="utf-8")


@pytest.mark.parametrize("agency", AGENCIES)
def test_each_department_has_clients_of_its_own_that_see_something(agency) -> None:
    policy = demo_policy()
    for kind in ("caseworker", "application"):
        client = policy.client(f"{agency.lower()}-{kind}")
        assert client.agency == agency
        (purpose,) = client.purposes
        assert policy.view(principal_of(client, role=kind, purpose=purpose)).entity("Person") is not None


def shown(client_id: str, field: str):
    policy = demo_policy()
    client = policy.client(client_id)
    (role,), (purpose,) = client.roles, client.purposes
    return policy.view(principal_of(client, role=role, purpose=purpose)).rule("Person", field)


def test_departments_see_one_person_differently() -> None:
    assert shown("dop-caseworker", "citizenId").mask is Mask.CLEAR
    assert shown("dsdw-caseworker", "citizenId").params == {"last": 4}
    assert shown("dcy-caseworker", "citizenId") is None
    assert shown("dcy-caseworker", "givenName").mask is Mask.INITIALS
    assert shown("dcy-caseworker", "birthDate").mask is Mask.YEAR
    assert shown("dcy-caseworker", "phone") is None


def test_only_named_roles_of_the_permanent_secretary_see_everybody() -> None:
    everywhere = {
        view.purpose
        for view in views(demo_policy())
        if any(
            view.entity(name).row_scope is RowScope.ALL
            for name in ("Person", "Household")
            if view.entity(name)
        )
    }
    assert everywhere == {"investigation", "stewardship"}
    assert demo_policy().purpose("investigation").requires_case
    assert demo_policy().purpose("investigation").roles == {"investigator"}


def test_attributes_are_shown_to_nobody_but_the_register_they_come_from() -> None:
    may = {
        view.agency: view.entity("SourceRecord").row_scope
        for view in views(demo_policy())
        if view.rule("SourceRecord", "attributes")
    }
    assert may == {"DEP": RowScope.SERVED}


def test_provenance_and_foreign_records_are_for_stewards_and_investigators() -> None:
    assert {view.purpose for view in views(demo_policy()) if view.entity("Provenance")} == {
        "investigation",
        "stewardship",
    }


def test_every_department_sees_the_programmes_and_nobody_sees_what_is_not_catalogued() -> None:
    known = catalogue()
    for view in views(demo_policy()):
        assert view.entity("Programme") is not None
        assert all(
            known.field(entity, name) for entity, seen in view.entities.items() for name in seen.fields
        )


def test_the_agreements_hold_in_the_years_the_demo_is_likely_to_run() -> None:
    assert demo_policy(date(2026, 1, 1)).hash == demo_policy(date(2035, 1, 1)).hash
    assert not views(demo_policy(date(2035, 10, 1)))[0].entities
