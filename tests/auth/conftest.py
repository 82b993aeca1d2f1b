"""A development issuer, its keys, and a verifier that trusts it; time is a number the test gives."""

from __future__ import annotations

import pytest

from auth.development import ISSUER, DevelopmentIssuer
from auth.jwks import KeySource
from auth.tokens import TokenVerifier

NOW = 1_790_000_000.0


@pytest.fixture
def issuer(tmp_path) -> DevelopmentIssuer:
    return DevelopmentIssuer(tmp_path, environment="dev", host="127.0.0.1")


@pytest.fixture
def verifier(issuer) -> TokenVerifier:
    return TokenVerifier(audience="hub", issuers={ISSUER: KeySource(issuer.jwks)})


@pytest.fixture
def claims() -> dict:
    """A proper payload for a hostile test to spoil."""
    return {
        "iss": ISSUER,
        "aud": "hub",
        "sub": "somchai",
        "client_id": "dop-caseworker",
        "jti": "t-1",
        "iat": int(NOW),
        "exp": int(NOW) + 600,
        "role": "caseworker",
        "purposes": ["allowance"],
    }
