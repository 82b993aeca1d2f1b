"""The development issuer exists on a developer's own machine and nowhere else."""

from __future__ import annotations

import stat

import pytest

from auth.development import KEY_FILE, DevelopmentIssuer
from auth.errors import DevelopmentOnly


@pytest.mark.parametrize(
    ("environment", "host"),
    [
        ("production", "127.0.0.1"),
        ("", "localhost"),
        ("dev", "0.0.0.0"),
        ("dev", "10.0.0.5"),
        ("dev", "hub.local"),
    ],
)
def test_it_refuses_to_exist_elsewhere_and_leaves_no_key(tmp_path, environment, host) -> None:
    with pytest.raises(DevelopmentOnly):
        DevelopmentIssuer(tmp_path, environment=environment, host=host)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_it_works_on_loopback(tmp_path, host) -> None:
    assert DevelopmentIssuer(tmp_path, environment="dev", host=host).jwks()["keys"]


def test_its_key_is_made_once_and_readable_by_its_owner_alone(tmp_path) -> None:
    home = tmp_path / "var" / "keys"
    first = DevelopmentIssuer(home, environment="dev", host="127.0.0.1")
    second = DevelopmentIssuer(home, environment="dev", host="127.0.0.1")
    assert first.jwks() == second.jwks()
    assert [path.name for path in home.iterdir()] == [KEY_FILE]
    assert stat.S_IMODE((home / KEY_FILE).stat().st_mode) == 0o600


def test_a_key_others_can_read_is_refused(tmp_path) -> None:
    DevelopmentIssuer(tmp_path, environment="dev", host="127.0.0.1")
    (tmp_path / KEY_FILE).chmod(0o644)
    with pytest.raises(DevelopmentOnly, match="0600"):
        DevelopmentIssuer(tmp_path, environment="dev", host="127.0.0.1")


def test_its_key_set_holds_no_secret(issuer) -> None:
    assert all("d" not in key for key in issuer.jwks()["keys"])
