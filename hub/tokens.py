"""Whose tokens the hub accepts: the configured issuer's, or in development those of its own issuer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auth.development import ISSUER, DevelopmentIssuer
from auth.jwks import KeySource, fetch_over_https
from auth.tokens import TokenVerifier
from hub.errors import InvalidSetting

if TYPE_CHECKING:
    from hub.settings import Settings


def development_issuer(settings: Settings) -> DevelopmentIssuer:
    """The issuer of this machine's own tokens; DevelopmentOnly outside `dev` and loopback."""
    return DevelopmentIssuer(
        settings.data_dir / "issuer", environment=settings.env, host=settings.host, audience=settings.audience
    )


def token_verifier(settings: Settings) -> TokenVerifier:
    """A verifier for the one issuer that the settings name."""
    if settings.issuer is None:
        issuer = development_issuer(settings)
        return TokenVerifier(audience=settings.audience, issuers={ISSUER: KeySource(issuer.jwks)})
    if settings.jwks_url is None:
        raise InvalidSetting("HUB_JWKS_URL is needed with HUB_ISSUER.")
    return TokenVerifier(
        audience=settings.audience, issuers={settings.issuer: KeySource(fetch_over_https(settings.jwks_url))}
    )
