"""What a compiled policy gives, and to whom."""

from __future__ import annotations

from datetime import date

import pytest

from auth.agreements import Status
from auth.catalogue import catalogue
from auth.errors import PurposeNotAllowed, RoleNotAllowed, UnknownClient
from auth.policy import Mask, RowScope
from auth.snapshot import compile_snapshot
from tests.auth.sharing import CLIENT, PURPOSE, TODAY, agreement, caseworker, field, grant, sharing

PERSON = grant("Person", field("sex"), field("phone", "partial", params={"last": 4}))


def view_of(form: dict, on: date = TODAY, **principal):
    return compile_snapshot(form, on=on).view(caseworker(**principal))


def test_without_an_agreement_everything_is_denied() -> None:
    view = view_of(sharing())
    assert view.entity("Person") is None
    assert set(view.denied) == {f"{entry.entity}.{entry.name}" for entry in catalogue()}


def test_a_granted_field_is_shown_by_its_mask_and_every_other_one_denied() -> None:
    view = view_of(sharing(agreement(PERSON)))
    assert view.entity("Person").row_scope is RowScope.SERVED
    assert view.rule("Person", "phone").params == {"last": 4}
    assert view.masked == {"Person.phone": "partial"}
    assert view.rule("Person", "givenName") is None
    assert "Person.givenName" in view.denied
    assert "Person.sex" not in view.denied


def test_the_id_is_shown_with_its_row_and_a_link_with_its_target() -> None:
    view = view_of(sharing(agreement(PERSON, grant("Kin", row_scope="ALL"))))
    assert {"id", "kin"} <= set(view.entity("Person").fields)
    assert "memberships" not in view.entity("Person").fields
    assert "person" in view.entity("Kin").fields


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.ACTIVE])
def test_an_agreement_that_is_not_active_gives_nothing(status) -> None:
    assert view_of(sharing(agreement(PERSON, status=status.value))).entities == {}


@pytest.mark.parametrize(
    ("day", "valid"),
    [("2026-09-30", False), ("2026-10-01", True), ("2027-09-30", True), ("2027-10-01", False)],
)
def test_an_agreement_holds_from_its_first_to_its_last_day(day, valid) -> None:
    assert bool(view_of(sharing(agreement(PERSON)), date.fromisoformat(day)).entities) is valid


def test_the_most_revealing_mask_wins_and_is_explained() -> None:
    clear = agreement(grant("Person", field("phone", filterable=True)), code="clear")
    view = view_of(sharing(agreement(PERSON), clear))
    assert view.rule("Person", "phone").mask is Mask.CLEAR
    assert view.rule("Person", "phone").filterable
    assert view.explain("Person", "phone").agreements == ("clear@1",)
    assert view.explain("Person", "phone").sentence == "Person.phone is shown clear under clear@1."
    told = view.explain("Person", "email")
    assert (told.mask, told.sentence) == (None, "No agreement grants Person.email to DOP for allowance.")


def test_of_two_parts_the_longer_wins() -> None:
    longer = agreement(grant("Person", field("phone", "partial", params={"last": 6})), code="longer")
    for written in ([agreement(PERSON), longer], [longer, agreement(PERSON)]):
        rule = view_of(sharing(*written)).rule("Person", "phone")
        assert (rule.params, rule.agreements) == ({"last": 6}, ("longer@1",))


def test_rights_and_numbers_of_several_grants_add_up() -> None:
    plain = {**grant("Person", field("sex")), "max_rows_per_query": 10, "max_subjects_per_day": 20}
    strong = {
        **grant("Person", field("sex", filterable=True, sortable=True)),
        "max_rows_per_query": 50,
        "max_subjects_per_day": 5,
    }
    view = view_of(sharing(agreement(plain), agreement(strong, code="strong")))
    seen, rule = view.entity("Person"), view.rule("Person", "sex")
    assert (seen.max_rows, seen.max_subjects) == (50, 20)
    assert rule.filterable
    assert rule.sortable
    assert rule.agreements == seen.agreements == ("ops-dop-allowance@1", "strong@1")


def test_an_agreement_for_another_agency_or_purpose_gives_nothing() -> None:
    assert view_of(sharing(agreement(PERSON, receiver="DEP"))).entities == {}
    with pytest.raises(PurposeNotAllowed):
        view_of(sharing(agreement(PERSON)), purpose="investigation")


def test_a_principal_the_policy_no_longer_knows_gets_no_view() -> None:
    form = sharing(agreement(PERSON))
    with pytest.raises(UnknownClient):
        view_of(form, client_id="dop-other")
    with pytest.raises(UnknownClient):
        view_of(form, agency="DEP")
    with pytest.raises(UnknownClient):
        view_of(form, compartments=frozenset({"shelter"}))
    with pytest.raises(UnknownClient):
        view_of(form, areas=frozenset({"50"}))
    with pytest.raises(RoleNotAllowed):
        view_of(form, role="application")
    with pytest.raises(RoleNotAllowed):
        view_of(sharing(agreement(PERSON), purposes=[PURPOSE | {"roles": ["steward"]}]))
    with pytest.raises(PurposeNotAllowed):
        view_of(sharing(agreement(PERSON), clients=[CLIENT | {"purposes": []}]))


def test_callers_who_see_alike_share_one_view() -> None:
    snapshot = compile_snapshot(sharing(agreement(PERSON)), on=TODAY)
    assert snapshot.view(caseworker(token_id="t-2")) is snapshot.view(caseworker())


def test_views_differ_in_key_when_compartments_differ() -> None:
    client = CLIENT | {"compartments": ["shelter"]}
    snapshot = compile_snapshot(sharing(agreement(PERSON), clients=[client]), on=TODAY)
    inside = snapshot.view(caseworker(compartments=frozenset({"shelter"})))
    outside = snapshot.view(caseworker())
    assert inside.key != outside.key
    assert outside.compartments == frozenset()


def test_the_hash_names_the_content_and_not_the_day_or_what_is_not_in_force() -> None:
    form = sharing(agreement(PERSON))
    today = compile_snapshot(form, on=TODAY)
    assert compile_snapshot(form, on=date(2026, 11, 24)).hash == today.hash
    drafted = sharing(agreement(PERSON), agreement(PERSON, version=2, status="DRAFT"))
    assert compile_snapshot(drafted, on=TODAY).hash == today.hash
    assert compile_snapshot(sharing(), on=TODAY).hash != today.hash
    assert compile_snapshot(sharing(agreement(PERSON), clients=[]), on=TODAY).hash != today.hash
