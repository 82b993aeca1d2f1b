"""docker-compose.yml and the Dockerfile: well formed and true to the code. Images are not built or run here."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.embedded.lockfile import read_lock
from hub.settings import Settings

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
INSTRUCTIONS = [
    "FROM",
    "ENV",
    "RUN",
    "WORKDIR",
    "COPY",
    "USER",
    "VOLUME",
    "EXPOSE",
    "HEALTHCHECK",
    "STOPSIGNAL",
    "CMD",
]
SETTINGS = {f"HUB_{name.upper()}" for name in Settings.model_fields}


def dockerfile() -> list[tuple[str, str]]:
    """Every instruction of the Dockerfile with its argument, continued lines joined."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", "", text).splitlines()
    parted = [line.partition(" ") for line in lines if line.strip()]
    return [(word, argument) for word, _, argument in parted]


def arguments(instruction: str) -> list[str]:
    return [argument for word, argument in dockerfile() if word == instruction]


def test_the_compose_file_knows_neo4j_the_hub_and_keycloak_as_a_profile() -> None:
    assert set(SERVICES) == {"neo4j", "migrate", "hub", "keycloak"}
    assert [name for name, service in SERVICES.items() if "profiles" in service] == ["keycloak"]
    assert all("image" in service for service in SERVICES.values())


def test_the_container_runs_the_same_neo4j_as_the_embedded_one() -> None:
    assert SERVICES["neo4j"]["image"] == f"neo4j:{read_lock()[0].version}-community"


def test_every_published_port_is_on_loopback() -> None:
    published = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert len(published) == 3
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_every_service_that_stays_has_a_health_check() -> None:
    for name, service in SERVICES.items():
        stays = "restart" in service
        assert stays == (name != "migrate")
        assert stays == ("healthcheck" in service)


def test_services_wait_for_services_that_exist_and_for_a_state_they_can_reach() -> None:
    for service in SERVICES.values():
        for other, wait in service.get("depends_on", {}).items():
            needs_health = wait["condition"] == "service_healthy"
            assert ("healthcheck" in SERVICES[other]) == needs_health
            assert "profiles" not in SERVICES[other]


def test_named_volumes_are_declared() -> None:
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert used == set(COMPOSE["volumes"])


def test_no_secret_stands_in_the_file() -> None:
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if re.search(r"PASSWORD|AUTH$|KEY$|TOKEN$", name):
                assert re.fullmatch(r"(neo4j/)?\$\{\w+:[?-].*\}", value), name


@pytest.mark.parametrize("service", ["hub", "migrate"])
def test_the_hub_is_given_settings_it_knows_and_production_accepts(service: str) -> None:
    given = SERVICES[service]["environment"]
    assert set(given) <= SETTINGS
    filled = {name: re.sub(r"\$\{\w+:[?-]([^}]*)\}", r"\1", value) for name, value in given.items()}
    assert Settings.from_environment(filled).env == "production"


def test_the_dockerfile_uses_known_instructions_and_opens_with_its_base() -> None:
    words = [word for word, _ in dockerfile()]
    assert words[0] == "FROM"
    assert set(words) <= set(INSTRUCTIONS)


def test_every_copied_source_exists_and_is_let_through_to_the_builder() -> None:
    ignore = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for argument in arguments("COPY"):
        if "--from=" in argument:
            continue
        *sources, _ = argument.split()
        for source in sources:
            assert (ROOT / source).exists(), source
            assert f"!{source}" in ignore


def test_the_image_holds_every_room_and_no_more() -> None:
    rooms = {"identity", "welfare", "graph", "auth", "resolvers", "hub"}
    copied = {argument.split()[0] for argument in arguments("COPY") if "--from=" not in argument}
    assert copied == rooms | {"requirements.lock"}


def test_the_image_installs_by_hash_and_runs_as_a_user_without_rights() -> None:
    assert any("--require-hashes -r requirements.lock" in run for run in arguments("RUN"))
    assert arguments("USER") == ["hub"]
    assert arguments("WORKDIR")[-1] == "/app"
    assert "PYTHONPATH=/app" in arguments("ENV")[0].split()


def test_the_settings_named_in_the_image_exist() -> None:
    assert set(re.findall(r"HUB_\w+", arguments("ENV")[0])) <= SETTINGS


def test_the_image_serves() -> None:
    assert json.loads(arguments("CMD")[-1]) == ["python", "-m", "hub", "serve"]
