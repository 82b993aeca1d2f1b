"""Every setting of the hub, read once from the environment. `docs/settings.md` explains each; a test holds the two together."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator

from hub.errors import InvalidSetting

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "HUB_"


def _user_cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "master-data-hub"


class Settings(BaseModel):
    """Frozen and typed; secrets print as asterisks. Each field is the environment variable HUB_<NAME>."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    env: Literal["dev", "production"] = Field(
        "dev", description="`dev` allows the development issuer and query plans."
    )
    host: str = Field("127.0.0.1", description="Address the HTTP server listens on.")
    port: Annotated[int, Field(ge=0, le=65535)] = Field(8000, description="Port of the HTTP server.")
    data_dir: Path = Field(
        Path("var"), description="Where the embedded Neo4j, models, keys and quarantines live."
    )
    cache_dir: Path = Field(
        default_factory=_user_cache, description="Where downloaded Neo4j jars are kept, once per user."
    )
    sources_dir: Path = Field(
        Path(__file__).parent / "sources", description="Directory of the sources' mapping files."
    )
    neo4j_uri: str | None = Field(
        None, description="Your own Neo4j (bolt:// or neo4j://); absent: the embedded one."
    )
    neo4j_user: str = Field("neo4j", description="User at your own Neo4j.")
    neo4j_password: SecretStr = Field(SecretStr(""), description="Password at your own Neo4j.")
    neo4j_bolt_port: Annotated[int, Field(ge=0, le=65535)] = Field(
        0, description="Bolt port of the embedded Neo4j; 0 takes a free one."
    )
    neo4j_heap: str = Field("1g", description="Heap limit of the embedded Neo4j.")
    neo4j_page_cache: str = Field(
        "256m",
        description="Page cache of the embedded Neo4j, best as large as its store: some 13 kB a person.",
    )
    maven_url: str | None = Field(
        None, description="Base address to fetch the Neo4j jars from; absent: Maven Central."
    )
    issuer: str | None = Field(
        None, description="Token issuer (`iss`) to trust; absent in `dev`: the development issuer."
    )
    audience: str = Field("master-data-hub", description="`aud` that tokens must carry.")
    jwks_url: str | None = Field(
        None, description="Where the issuer publishes its keys; needed with HUB_ISSUER."
    )
    cursor_key: SecretStr = Field(
        SecretStr(""), description="Key that signs page cursors; absent: made once and kept in HUB_DATA_DIR."
    )
    token: SecretStr = Field(
        SecretStr(""), description="Bearer token that `hub query` sends when it is given none."
    )
    query_timeout: Annotated[float, Field(gt=0)] = Field(
        10.0, description="Seconds one database query of the API may take."
    )
    shutdown_seconds: Annotated[int, Field(ge=0)] = Field(
        10, description="Seconds open requests are given at shutdown."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="Least severe log entry written."
    )
    processes: Annotated[int, Field(ge=1)] = Field(
        default_factory=lambda: os.cpu_count() or 1,
        description="Processes that standardise records and take feeds in.",
    )

    live_at_once: Annotated[int, Field(ge=1)] = Field(
        4, description="Records that one process of the API takes in or matches at once; further ones wait."
    )

    @model_validator(mode="after")
    def _production_is_complete(self) -> Settings:
        if (self.issuer is None) != (self.jwks_url is None):
            raise ValueError("HUB_ISSUER and HUB_JWKS_URL go together")
        if self.env == "production" and self.issuer is None:
            raise ValueError("production needs HUB_ISSUER and HUB_JWKS_URL")
        return self

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read HUB_* variables; an unknown or unusable one raises InvalidSetting that names it, never its value."""
        given = {
            name.removeprefix(PREFIX).lower(): value
            for name, value in (os.environ if environment is None else environment).items()
            if name.startswith(PREFIX) and value
        }
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            problems = [f"{_variable(e['loc'])}{e['msg']}" for e in error.errors(include_input=False)]
            raise InvalidSetting(f"{'; '.join(problems)}.") from None


def _variable(location: tuple[int | str, ...]) -> str:
    return f"{PREFIX}{str(location[0]).upper()}: " if location else ""
