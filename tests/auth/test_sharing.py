"""Agreements with a fault are refused, each fault in one clear sentence."""

from __future__ import annotations

import pytest

from auth.catalogue import catalogue
from auth.errors import PolicyInvalid
from auth.sharing_checks import faults_of
from auth.sharing_form import parse_sharing, read_sharing
from auth.snapshot import compile_snapshot
from tests.auth.sharing import CLIENT, PURPOSE, TODAY, agreement, field, grant, sharing

PERSON = grant("Person", field("sex"))


def refused(form: dict, agencies: list[str] | None = None) -> tuple[str, ...]:
    with pytest.raises(PolicyInvalid) as caught:
        compile_snapshot(form, on=TODAY, agencies=agencies)
    return caught.value.faults


FAULTY_GRANTS = [
    (grant("Human"), "Human is not an entity of the catalogue."),
    (grant("Person", field("shoeSize")), "Person.shoeSize is not a field of the catalogue."),
    (
        grant("Person", field("sex", "year")),
        "Person.sex is of kind code, which knows no mask year; it knows clear, redact.",
    ),
    (
        grant("Person", field("birthDate", "year", filterable=True)),
        "Person.birthDate is shown year and so cannot be filterable or sortable.",
    ),
    (
        grant("Person", field("phone", "partial")),
        "Person.phone is shown partial and needs params of first or last, from 1 to 50.",
    ),
    (
        grant("Person", field("phone", "partial", params={"first": 2, "last": 2})),
        "Person.phone is shown partial and needs params of first or last, from 1 to 50.",
    ),
    (grant("Person", field("sex", params={"last": 1})), "Person.sex is shown clear, which takes no params."),
    (grant("Person", field("kin")), "Person.kin is a link; grant Kin instead."),
    (grant("Person", field("id")), "Person.id is shown with its row and cannot be granted by itself."),
    (grant("Person", field("sex"), field("sex")), "Person.sex is granted twice."),
    (grant("Kin", row_scope="SERVED"), "Kin has no row scope SERVED; it has ALL."),
]


@pytest.mark.parametrize(("faulty", "sentence"), FAULTY_GRANTS)
def test_a_faulty_grant_is_refused_with_its_reason(faulty, sentence) -> None:
    assert refused(sharing(agreement(faulty))) == (f"Agreement ops-dop-allowance@1: {sentence}",)


def test_an_unknown_agency_is_refused_on_either_side_and_of_a_client() -> None:
    assert refused(sharing(agreement(PERSON, provider="XXX")), agencies=["OPS"]) == (
        "Agreement ops-dop-allowance@1: DOP is not a known agency.",
        "Agreement ops-dop-allowance@1: XXX is not a known agency.",
        "Client dop-caseworker: DOP is not a known agency.",
    )


def test_an_unknown_purpose_is_refused() -> None:
    assert refused(sharing(agreement(PERSON), purposes=[])) == (
        "Agreement ops-dop-allowance@1: allowance is not a known purpose.",
        "Client dop-caseworker: allowance is not a known purpose.",
    )


def test_names_written_twice_are_refused() -> None:
    twice = sharing(agreement(PERSON), agreement(PERSON), clients=[CLIENT] * 2, purposes=[PURPOSE] * 2)
    assert refused(twice) == (
        "Agreement ops-dop-allowance@1 is written twice.",
        "Client dop-caseworker is written twice.",
        "Purpose allowance is written twice.",
    )


def test_a_client_tied_to_areas_needs_grants_that_look_at_areas() -> None:
    provincial = CLIENT | {"areas": ["50"]}
    assert refused(sharing(agreement(PERSON), clients=[provincial])) == (
        "Client dop-caseworker is tied to areas, but ops-dop-allowance@1 grants Person by SERVED.",
    )


def test_a_list_of_another_entitys_rows_needs_that_entity() -> None:
    assert refused(sharing(agreement(grant("Person", field("crosswalk"))))) == (
        "DOP for allowance: Person.crosswalk lists rows of SourceRecord, which is not granted.",
    )


def test_grants_of_one_entity_by_different_row_scopes_are_refused() -> None:
    wider = agreement(grant("Person", field("sex"), row_scope="ALL"), code="wider")
    assert refused(sharing(agreement(PERSON), wider)) == (
        "DOP for allowance: ops-dop-allowance@1, wider@1 grant Person by different row scopes: ALL, SERVED.",
    )


def test_masks_of_which_neither_shows_all_of_the_other_are_refused() -> None:
    one = agreement(grant("Person", field("phone", "partial", params={"first": 3})), code="one")
    two = agreement(grant("Person", field("phone", "partial", params={"last": 4})), code="two")
    assert refused(sharing(one, two)) == (
        (
            "DOP for allowance: Person.phone is granted in ways of which none shows all the others do: "
            "partial first 3 by one@1, partial last 4 by two@1."
        ),
    )


def test_a_fault_of_form_tells_its_place_by_name() -> None:
    bad = agreement(grant("Person", field("sex", "blurred"), row_scope="SOME"), valid_to="soon")
    with pytest.raises(PolicyInvalid) as caught:
        parse_sharing(sharing(bad))
    places = [fault.split(":")[0] for fault in caught.value.faults]
    assert places == [
        "agreements ops-dop-allowance > valid_to",
        "agreements ops-dop-allowance > grants Person > row_scope",
        "agreements ops-dop-allowance > grants Person > fields sex > mask",
    ]


def test_an_agreement_that_ends_before_it_begins_is_refused() -> None:
    backwards = agreement(PERSON, valid_to="2026-09-30")
    assert parse_sharing(sharing(backwards)).agreements[0].in_force(TODAY) is False
    # It can never be in force, so it does no harm; but it is told to whoever writes it.
    faults = faults_of(parse_sharing(sharing(backwards)), catalogue=catalogue(), agencies=None)
    assert faults == ("Agreement ops-dop-allowance@1: it ends before it begins.",)


def test_files_are_joined_and_an_unknown_list_is_refused(tmp_path) -> None:
    (tmp_path / "a.yaml").write_text("purposes: [{code: a}]\n")
    (tmp_path / "b.yaml").write_text("purposes: [{code: b}]\nclients: []\n")
    joined = read_sharing(tmp_path.glob("*.yaml"))
    assert joined == {"purposes": [{"code": "a"}, {"code": "b"}], "clients": [], "agreements": []}
    (tmp_path / "c.yaml").write_text("agreement: []\n")
    with pytest.raises(PolicyInvalid, match=r"c\.yaml: agreement is not one of"):
        read_sharing(tmp_path.glob("*.yaml"))
