"""A principal has one declared purpose that token, client and policy all allow."""

from __future__ import annotations

import pytest

from auth import errors
from auth.authenticate import authenticate
from auth.claims import Claims
from auth.snapshot import compile_snapshot
from tests.auth.sharing import CLIENT, PURPOSE, TODAY, sharing

INVESTIGATION = PURPOSE | {"code": "investigation", "roles": ["investigator"], "requires_case": True}
CLIENTS = [
    CLIENT
    | {
        "roles": ["caseworker", "investigator"],
        "purposes": ["allowance", "investigation"],
        "compartments": ["shelter"],
        "areas": ["10", "50"],
    }
]
POLICY = compile_snapshot(sharing(clients=CLIENTS, purposes=[PURPOSE, INVESTIGATION]), on=TODAY)


def claims(**more) -> Claims:
    said = {
        "issuer": "urn:test",
        "subject": "somchai",
        "client_id": "dop-caseworker",
        "token_id": "t-1",
        "role": "caseworker",
        "purposes": frozenset({"allowance"}),
        "compartments": frozenset(),
        "areas": None,
        "issued_at": 0.0,
        "expires_at": 600.0,
    }
    return Claims(**(said | more))


BOTH = frozenset({"allowance", "investigation"})


def test_the_only_purpose_of_a_token_need_not_be_declared() -> None:
    principal = authenticate(claims(), POLICY)
    assert (principal.agency, principal.purpose, principal.subject) == ("DOP", "allowance", "somchai")


def test_behind_a_client_is_the_human_its_token_names_and_nobody_where_it_names_itself() -> None:
    assert authenticate(claims(), POLICY).human == "somchai"
    assert authenticate(claims(subject="dop-caseworker"), POLICY).human is None


def test_of_several_purposes_one_must_be_declared() -> None:
    for purpose in (None, "", "  "):
        with pytest.raises(errors.PurposeNotDeclared):
            authenticate(claims(purposes=BOTH), POLICY, purpose=purpose)
    assert authenticate(claims(purposes=BOTH), POLICY, purpose="allowance").purpose == "allowance"


@pytest.mark.parametrize(
    ("purpose", "in_token"),
    [("investigation", {"allowance"}), ("unknown", {"unknown"}), ("unknown", {"allowance"})],
)
def test_a_purpose_outside_token_or_policy_is_refused_in_the_same_words(purpose, in_token) -> None:
    with pytest.raises(errors.PurposeNotAllowed) as caught:
        authenticate(claims(purposes=frozenset(in_token)), POLICY, purpose=purpose)
    assert str(caught.value) == "The declared purpose is not open to this client with this token."


def test_a_purpose_outside_the_clients_is_refused() -> None:
    policy = compile_snapshot(sharing(purposes=[PURPOSE, INVESTIGATION]), on=TODAY)
    with pytest.raises(errors.PurposeNotAllowed):
        authenticate(claims(purposes=BOTH), policy, purpose="investigation")


def test_an_unknown_client_is_refused() -> None:
    with pytest.raises(errors.UnknownClient):
        authenticate(claims(client_id="dop-other"), POLICY)


@pytest.mark.parametrize("role", ["application", "investigator"])
def test_a_role_must_be_the_clients_and_the_purposes(role) -> None:
    with pytest.raises(errors.RoleNotAllowed):
        authenticate(claims(role=role), POLICY)


def test_a_purpose_that_requires_a_case_needs_case_and_reason() -> None:
    said = claims(role="investigator", purposes=frozenset({"investigation"}))
    for case, reason in [(None, None), ("C-1", None), (None, "double payment"), (" ", "double payment")]:
        with pytest.raises(errors.CaseRequired):
            authenticate(said, POLICY, case=case, reason=reason)
    principal = authenticate(said, POLICY, case="C-1", reason="double payment")
    assert (principal.case, principal.reason) == ("C-1", "double payment")


def test_a_case_of_any_length_is_not_taken() -> None:
    with pytest.raises(errors.CaseRequired):
        authenticate(claims(), POLICY, case="C" * 101)


def test_a_token_can_only_narrow_what_its_client_may() -> None:
    quiet = authenticate(claims(), POLICY)
    assert (quiet.compartments, quiet.areas) == (frozenset(), {"10", "50"})
    loud = authenticate(
        claims(compartments=frozenset({"shelter", "hiv"}), areas=frozenset({"50", "90"})), POLICY
    )
    assert (loud.compartments, loud.areas) == ({"shelter"}, {"50"})
