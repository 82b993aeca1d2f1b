"""TCP ports on loopback."""

from __future__ import annotations

import socket

from graph.embedded.configuration import LOOPBACK
from graph.errors import PortTaken


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]


def require_port(port: int) -> None:
    """Raise `PortTaken` when another program listens on `port`."""
    with socket.socket() as probe:
        # As Java does: a port still draining old connections is not taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            raise port_taken(port) from error


def port_taken(port: int) -> PortTaken:
    return PortTaken(
        f"Port {port} on {LOOPBACK} is taken by another program; name another port, or 0 for any."
    )
