"""Hostile tokens: each is refused with its own code, and no refusal repeats any of the token."""

from __future__ import annotations

import base64
import json
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc import jws, jwt
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from auth import errors
from auth.claims import Claims
from auth.development import ISSUER
from auth.jwks import KeySource
from auth.tokens import TokenVerifier
from tests.auth.conftest import NOW


def part(content) -> str:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def refusal(verifier, token: str, *, now: float = NOW) -> errors.TokenRefused:
    with pytest.raises(errors.TokenRefused) as caught:
        verifier.verify(token, now=now)
    return caught.value


def test_a_good_token_gives_its_claims(issuer, verifier) -> None:
    token = issuer.issue(client_id="dop-caseworker", role="caseworker", purposes=["allowance"], now=NOW)
    claims = verifier.verify(token, now=NOW + 1)
    assert (claims.client_id, claims.role, claims.purposes) == (
        "dop-caseworker",
        "caseworker",
        frozenset({"allowance"}),
    )
    assert (claims.issuer, claims.compartments, claims.areas) == (ISSUER, frozenset(), None)
    assert claims.expires_at == NOW + 600


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [(RSAKey.generate_key(2048), "RS256"), (ECKey.generate_key("P-256"), "ES256")],
    ids=["RS256", "ES256"],
)
def test_the_other_listed_algorithms_are_taken(key, algorithm, claims) -> None:
    key_set = {"keys": [key.as_dict(private=False, kid="k", use="sig")]}
    verifier = TokenVerifier(audience="hub", issuers={ISSUER: KeySource(lambda: key_set)})
    token = jwt.encode({"alg": algorithm, "typ": "at+jwt", "kid": "k"}, claims, key, [algorithm])
    assert verifier.verify(token, now=NOW).client_id == "dop-caseworker"
    swapped = jwt.encode(
        {"alg": "Ed25519", "typ": "at+jwt", "kid": "k"}, claims, OKPKey.generate_key(), ["Ed25519"]
    )
    assert isinstance(refusal(verifier, swapped), errors.BadSignature)


SPOILED_CLAIMS = [
    *(({name: None}, errors.InvalidClaims) for name in ("aud", "exp", "iat", "sub", "client_id", "jti")),
    *(({name: None}, errors.InvalidClaims) for name in ("role", "purposes")),
    ({"iss": None}, errors.UnknownIssuer),
    ({"iss": ["urn:hub:development"]}, errors.UnknownIssuer),
    ({"iss": "https://evil.example"}, errors.UnknownIssuer),
    ({"aud": "another"}, errors.InvalidClaims),
    ({"aud": ["another", "third"]}, errors.InvalidClaims),
    ({"aud": []}, errors.InvalidClaims),
    ({"exp": NOW + 601}, errors.InvalidClaims),
    ({"exp": True, "iat": False}, errors.InvalidClaims),
    ({"exp": "9999999999"}, errors.InvalidClaims),
    ({"iat": NOW - 700, "exp": NOW - 100}, errors.TokenExpired),
    ({"iat": NOW - 630, "exp": NOW - 30}, errors.TokenExpired),
    ({"iat": NOW + 31, "exp": NOW + 100}, errors.TokenNotYetValid),
    ({"nbf": NOW + 31}, errors.TokenNotYetValid),
    ({"exp": NOW, "iat": NOW}, errors.InvalidClaims),
    ({"purposes": "allowance"}, errors.InvalidClaims),
    ({"client_id": "x" * 201}, errors.InvalidClaims),
    ({"cnf": {"x5t#S256": "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"}}, errors.ProofRequired),
    ({"cnf": {"jkt": "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}}, errors.ProofRequired),
    ({"cnf": {}}, errors.ProofRequired),
]


@pytest.mark.parametrize(("spoiled", "error"), SPOILED_CLAIMS)
def test_a_token_with_a_wrong_claim_is_refused(issuer, verifier, claims, spoiled, error) -> None:
    said = {name: value for name, value in (claims | spoiled).items() if value is not None}
    assert type(refusal(verifier, issuer.sign(said))) is error


SPOILED_HEADERS = [
    ({"typ": "JWT"}, errors.UnsupportedToken),
    ({"typ": "dpop+jwt"}, errors.UnsupportedToken),
    ({"jku": "https://evil.example/keys"}, errors.UnsupportedToken),
    ({"x5u": "https://evil.example/cert"}, errors.UnsupportedToken),
    ({"jwk": OKPKey.generate_key().as_dict(private=False)}, errors.UnsupportedToken),
    ({"x5c": ["MIIB"]}, errors.UnsupportedToken),
    ({"kid": "another"}, errors.UnknownKey),
]


@pytest.mark.parametrize(("spoiled", "error"), SPOILED_HEADERS)
def test_a_token_with_a_wrong_header_is_refused(issuer, verifier, claims, spoiled, error) -> None:
    assert type(refusal(verifier, issuer.sign(claims, header=spoiled))) is error


def test_a_token_without_a_type_is_refused(issuer, verifier, claims) -> None:
    kid = issuer.jwks()["keys"][0]["kid"]
    bare = f"{part({'alg': 'Ed25519', 'kid': kid})}.{part(claims)}.{part(b'x' * 64)}"
    assert isinstance(refusal(verifier, bare), errors.UnsupportedToken)


def test_a_type_in_full_is_the_same_type(issuer, verifier, claims) -> None:
    token = issuer.sign(claims, header={"typ": "application/at+jwt"})
    assert verifier.verify(token, now=NOW).token_id == "t-1"


def test_an_unsigned_token_is_refused(issuer, verifier, claims) -> None:
    kid = issuer.jwks()["keys"][0]["kid"]
    unsigned = f"{part({'alg': 'none', 'typ': 'at+jwt', 'kid': kid})}.{part(claims)}."
    assert isinstance(refusal(verifier, unsigned), errors.UnsupportedToken)


def test_the_public_key_is_no_shared_secret(issuer, verifier, claims) -> None:
    (public,) = issuer.jwks()["keys"]
    header = {"alg": "HS256", "typ": "at+jwt", "kid": public["kid"]}
    for secret in (public["x"], json.dumps(public), "a" * 32):
        forged = jwt.encode(header, claims, OctKey.import_key(secret.ljust(32, "=")), ["HS256"])
        assert isinstance(refusal(verifier, forged), errors.UnsupportedToken)


def test_another_key_under_the_right_id_does_not_fit(issuer, verifier, claims) -> None:
    header = {"alg": "Ed25519", "typ": "at+jwt", "kid": issuer.jwks()["keys"][0]["kid"]}
    forged = jwt.encode(header, claims, OKPKey.generate_key(), ["Ed25519"])
    assert isinstance(refusal(verifier, forged), errors.BadSignature)


@pytest.mark.parametrize("place", [1, 2])
def test_a_changed_payload_or_signature_does_not_fit(issuer, verifier, claims, place) -> None:
    parts = issuer.sign(claims).split(".")
    other = issuer.sign(claims | {"role": "investigator"}).split(".")
    parts[place] = other[place]
    assert isinstance(refusal(verifier, ".".join(parts)), errors.BadSignature)


def test_a_token_that_is_none_is_refused(issuer, verifier, claims) -> None:
    header = part({"alg": "Ed25519", "typ": "at+jwt", "kid": "k"})
    deep = b"[" * 3000 + b"]" * 3000
    hostile = [
        "",
        ".",
        "...",
        "a.b.c",
        "ก.ข.ค",
        f"{part(['alg'])}.{part(claims)}.x",
        f"{part(b'not json alg')}.{part(claims)}.x",
        f"{part('alg')}.{part(claims)}.x",
        f"{part({'alg': 5, 'typ': 'at+jwt', 'kid': 'k'})}.{part(claims)}.x",
        f"{part({'alg': 'Ed25519', 'typ': 5, 'kid': 'k'})}.{part(claims)}.x",
        f"{header}.{part(b'not json')}.x",
        f"{header}.{part([1])}.x",
        f"{header}.{part(deep)}.x",
        f"{header}.{part(claims)}",
        f"{part({'alg': 'Ed25519', 'kid': ['k'], 'typ': 'at+jwt'})}.{part(claims)}.x",
    ]
    for token in hostile:
        assert refusal(verifier, token).code.startswith("TOKEN_")


def test_the_clocks_may_differ_by_less_than_half_a_minute(issuer, verifier, claims) -> None:
    assert verifier.verify(issuer.sign(claims | {"iat": NOW + 30, "exp": NOW + 40}), now=NOW)
    assert verifier.verify(issuer.sign(claims | {"iat": NOW - 100, "exp": NOW - 29}), now=NOW)


def test_a_remembered_token_ends_with_its_own_time(issuer, verifier, claims) -> None:
    token = issuer.sign(claims | {"exp": NOW + 10})
    assert verifier.verify(token, now=NOW) is verifier.verify(token, now=NOW + 9)
    assert isinstance(refusal(verifier, token, now=NOW + 41), errors.TokenExpired)


class CountedKeys(KeySource):
    """Counts how often a key was needed, that is, a signature checked."""

    asked = 0

    def key(self, key_id, *, now):
        self.asked += 1
        return super().key(key_id, now=now)


def test_a_remembered_token_is_checked_again_after_a_minute(issuer, claims) -> None:
    keys = CountedKeys(issuer.jwks)
    verifier = TokenVerifier(audience="hub", issuers={ISSUER: keys})
    token = issuer.sign(claims)
    for later, checked in [(0, 1), (59, 1), (60, 2), (119, 2), (121, 3)]:
        verifier.verify(token, now=NOW + later)
        assert keys.asked == checked


def test_a_token_larger_than_8_kib_is_not_even_read(issuer, verifier, claims) -> None:
    assert verifier.verify(issuer.sign(claims | {"other": "x" * 4000}), now=NOW)
    error = refusal(verifier, issuer.sign(claims | {"other": "x" * 9000}))
    assert isinstance(error, errors.MalformedToken)


def test_a_key_made_for_another_algorithm_is_not_used(claims) -> None:
    key = RSAKey.generate_key(2048)
    key_set = {"keys": [key.as_dict(private=False, kid="k", alg="RS512")]}
    verifier = TokenVerifier(audience="hub", issuers={ISSUER: KeySource(lambda: key_set)})
    token = jwt.encode({"alg": "RS256", "typ": "at+jwt", "kid": "k"}, claims, key, ["RS256"])
    assert isinstance(refusal(verifier, token), errors.BadSignature)


def test_no_refusal_repeats_any_of_the_token(issuer, verifier, claims) -> None:
    canary = "1103700123456"
    spoiled = [
        claims | {"client_id": [canary]},
        claims | {"iss": canary},
        claims | {"aud": canary},
        claims | {"purposes": [{canary: canary}]},
    ]
    tokens = [issuer.sign(said) for said in spoiled]
    tokens.append(issuer.sign(claims, header={"kid": canary}))
    tokens.append(
        jws.serialize_compact({"alg": "Ed25519", "typ": canary}, canary, OKPKey.generate_key(), ["Ed25519"])
    )
    for token in tokens:
        error = refusal(verifier, token)
        assert canary not in str(error)
        assert len(str(error).splitlines()) == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
NAMES = ["iss", "aud", "exp", "iat", "nbf", "sub", "client_id", "jti", "role", "purposes", "areas", "cnf"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spoiled=st.dictionaries(st.sampled_from(NAMES), JSON, max_size=3))
def test_whatever_a_trusted_issuer_signs_gives_claims_or_a_refusal(issuer, verifier, claims, spoiled) -> None:
    header, _, signature = issuer.sign(claims | spoiled).split(".")
    for token in (issuer.sign(claims | spoiled), f"{header}.{part(spoiled)}.{signature}"):
        with suppress(errors.TokenRefused):
            assert isinstance(verifier.verify(token, now=NOW), Claims)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(header=JSON, extra=st.text(max_size=20))
def test_whatever_is_sent_as_a_token_is_refused_in_order(verifier, claims, header, extra) -> None:
    header = {"alg": "Ed25519", "typ": "at+jwt", **header} if isinstance(header, dict) else header
    refusal(verifier, f"{part(header)}.{part(claims)}.{extra}")
