"""How to reach the running server: told to its starter, and kept in a private file for other processes."""

from __future__ import annotations

import json
import socket
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import neo4j
from neo4j.exceptions import AuthError, DriverError, Neo4jError

from graph.embedded.storage import write_private
from graph.errors import PasswordLost

if TYPE_CHECKING:
    from pathlib import Path

_FILE = "connection.json"


@dataclass(frozen=True, slots=True)
class Connection:
    """Address and login of a Neo4j; the password stays out of its printed form."""

    uri: str
    user: str
    password: str = field(repr=False)


def remember(home: Path, connection: Connection) -> None:
    """Tell other processes of this user how to reach the server."""
    write_private(home / _FILE, json.dumps(asdict(connection)) + "\n")


def recall(home: Path) -> Connection | None:
    """The connection of the server of this data directory, if its starter has told it."""
    try:
        text = (home / _FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    return Connection(**json.loads(text))


def forget(home: Path) -> None:
    (home / _FILE).unlink(missing_ok=True)


def answers(connection: Connection) -> bool:
    """Whether a Neo4j with this login is ready there; `PasswordLost` when it refuses the password."""
    if not _listens(connection.uri):
        return False
    login = (connection.user, connection.password)
    try:
        with neo4j.GraphDatabase.driver(connection.uri, auth=login, connection_timeout=5.0) as driver:
            driver.verify_connectivity()
    except AuthError as error:
        raise PasswordLost(
            "The Neo4j of this data directory refuses the password in its file `password`; "
            "put the right one back, or name another data directory."
        ) from error
    except (DriverError, Neo4jError):
        # It listens but is still starting, or already stopping.
        return False
    return True


def _listens(uri: str) -> bool:
    address = urlsplit(uri)
    try:
        with socket.create_connection((address.hostname, address.port or 7687), timeout=1.0):
            return True
    except OSError:
        return False
