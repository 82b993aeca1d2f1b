"""docs/settings.md lists every setting there is, with its default and meaning, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hub.errors import InvalidSetting
from hub.feeds.mapping import Limits
from hub.settings import PREFIX, Settings

DOCUMENT = Path(__file__).parents[2] / "docs" / "settings.md"
ROW = re.compile(r"^\| `(\w+)` \| (.*?) \| (.*) \|$", re.MULTILINE)


def test_every_setting_is_documented_with_its_description() -> None:
    documented = {name: meaning for name, _, meaning in ROW.findall(DOCUMENT.read_text(encoding="utf-8"))}
    settings = {PREFIX + name.upper(): field.description for name, field in Settings.model_fields.items()}
    assert {name: documented[name] for name in documented if name.startswith(PREFIX)} == settings


def test_every_documented_default_is_the_real_one() -> None:
    documented = {
        name: default.strip("`") for name, default, _ in ROW.findall(DOCUMENT.read_text(encoding="utf-8"))
    }
    for name in ("env", "host", "port", "data_dir", "neo4j_heap", "audience", "query_timeout", "log_level"):
        assert documented[PREFIX + name.upper()] == str(Settings.model_fields[name].default), name
    for name, field in Limits.model_fields.items():
        assert documented[name] == str(field.default), name


def test_an_unknown_or_unusable_setting_is_named_and_its_value_is_not() -> None:
    with pytest.raises(InvalidSetting, match="HUB_NEO4J_URL") as told:
        Settings.from_environment({"HUB_NEO4J_URL": "bolt://secret"})
    assert "secret" not in str(told.value)
    with pytest.raises(InvalidSetting, match="HUB_PORT"):
        Settings.from_environment({"HUB_PORT": "many"})


def test_production_needs_an_issuer_and_its_keys() -> None:
    with pytest.raises(InvalidSetting, match="production needs HUB_ISSUER and HUB_JWKS_URL"):
        Settings.from_environment({"HUB_ENV": "production"})


def test_secrets_do_not_print() -> None:
    settings = Settings.from_environment(
        {"HUB_NEO4J_PASSWORD": "correct horse", "HUB_TOKEN": "battery staple"}
    )
    assert "horse" not in repr(settings)
    assert "staple" not in repr(settings)
    assert settings.neo4j_password.get_secret_value() == "correct horse"
