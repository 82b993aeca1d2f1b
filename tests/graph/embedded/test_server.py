"""The embedded server: private, on loopback, shared within a data directory, and never an orphan."""

from __future__ import annotations

import fcntl
import signal
import socket
import stat
import subprocess
import sys
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from graph.driver import Database
from graph.embedded.configuration import first_login
from graph.errors import LoginRefused, PasswordLost, PortTaken

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from graph.embedded import Connection, EmbeddedNeo4j

    Embed = Callable[..., EmbeddedNeo4j]

OWNER = """
import sys, time
from pathlib import Path
from graph.driver import Database
from graph.embedded import EmbeddedNeo4j
server = EmbeddedNeo4j(Path(sys.argv[1]), Path(sys.argv[2]), heap="512m", page_cache="64m", short_lived=True)
connection = server.start()
database = Database.connect(connection.uri, user=connection.user, password=connection.password)
database.execute("CREATE (:Agency {code: 'DOP'})")
print("ready", flush=True)
time.sleep(120)
"""


def connect(connection: Connection) -> Database:
    return Database.connect(connection.uri, user=connection.user, password=connection.password)


def command_lines() -> str:
    """Every process's whole command line."""
    return subprocess.run(["ps", "-ww", "-eo", "args"], capture_output=True, text=True, check=True).stdout


def wait_until_ended(home: Path, *, within: float = 30.0) -> None:
    deadline = time.monotonic() + within
    while f"--home-dir={home}" in command_lines():
        assert time.monotonic() < deadline, "the server outlived its owner"
        time.sleep(0.1)


def test_after_kill_9_of_its_owner_the_server_ends_and_the_next_start_finds_the_graph(
    tmp_path: Path, embed: Embed, jar_cache: Path
) -> None:
    home = tmp_path / "home"
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(home), str(jar_cache)], stdout=subprocess.PIPE, text=True
    )
    with owner:
        assert owner.stdout
        told = owner.stdout.readline()
        ran = f"--home-dir={home}" in command_lines()
        owner.send_signal(signal.SIGKILL)
    assert (told, ran) == ("ready\n", True)
    wait_until_ended(home)
    password = (home / "password").read_text()
    with embed(home) as connection, connect(connection) as db:
        assert db.execute("MATCH (a:Agency) RETURN a.code AS code") == [{"code": "DOP"}]
    assert (home / "password").read_text() == password
    wait_until_ended(home, within=1.0)


def test_a_second_start_shares_the_running_server_and_its_stop_leaves_it(
    neo4j_server: Connection, neo4j_home: Path, embed: Embed
) -> None:
    second = embed(neo4j_home)
    assert second.start() == neo4j_server
    assert not second.owned
    second.stop()
    with connect(neo4j_server) as db:
        db.verify()


def test_the_server_listens_on_its_loopback_address_only(neo4j_server: Connection) -> None:
    port = urlsplit(neo4j_server.uri).port
    with socket.create_connection(("127.0.0.1", port), timeout=2):
        pass
    # A server on all addresses would answer on every other loopback address as well.
    with pytest.raises(OSError, match=r"refused|unreachable|timed out|assign"):
        socket.create_connection(("127.0.0.2", port), timeout=2)


def test_nobody_enters_without_the_password_and_only_its_owner_may_read_it(
    neo4j_server: Connection, neo4j_home: Path
) -> None:
    with pytest.raises(LoginRefused):
        Database.connect(neo4j_server.uri, user="neo4j", password="neo4j")
    for name in ("password", "connection.json"):
        assert stat.S_IMODE((neo4j_home / name).stat().st_mode) == 0o600
    assert neo4j_server.password not in repr(neo4j_server)


def test_the_password_stands_on_no_command_line(neo4j_server: Connection) -> None:
    assert "CommunityEntryPoint" in command_lines()
    assert neo4j_server.password not in command_lines()


def test_a_taken_port_is_one_clear_sentence(tmp_path: Path, embed: Embed) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=rf"Port {port} on 127\.0\.0\.1 is taken by another program"):
            embed(tmp_path, bolt_port=port).start()
    assert not (tmp_path / "connection.json").exists()


def test_a_graph_whose_password_is_gone_is_not_opened(tmp_path: Path, embed: Embed) -> None:
    (tmp_path / "data" / "databases" / "system").mkdir(parents=True)
    with pytest.raises(PasswordLost, match="its file `password` is gone"):
        embed(tmp_path).start()


def test_a_failed_start_leaves_no_lock_behind(tmp_path: Path, embed: Embed) -> None:
    (tmp_path / "data" / "databases" / "system").mkdir(parents=True)
    with pytest.raises(PasswordLost):
        embed(tmp_path).start()
    with (tmp_path / "server.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_stale_connection_file_does_not_mislead_the_next_start(tmp_path: Path, embed: Embed) -> None:
    stale = tmp_path / "connection.json"
    stale.write_text('{"uri": "bolt://127.0.0.1:1", "user": "neo4j", "password": "old"}')
    (tmp_path / "data" / "databases" / "system").mkdir(parents=True)
    with pytest.raises(PasswordLost):
        embed(tmp_path).start()
    assert not stale.exists()


def test_the_first_login_is_kept_as_a_salted_hash() -> None:
    assert first_login("secret") != first_login("secret")
    assert "secret" not in first_login("secret")
