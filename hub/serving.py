"""Running the application under uvicorn until it is told to stop."""

from __future__ import annotations

import signal
import socket
from contextlib import contextmanager
from queue import Empty, Queue
from threading import Thread
from typing import TYPE_CHECKING

import uvicorn

from hub.app import create_app
from hub.errors import HubError
from hub.garbage import collect_rarely
from hub.logs import log

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from types import FrameType

    from starlette.applications import Starlette

    from graph.embedded import Connection
    from hub.settings import Settings


class AddressTaken(HubError):
    """Another program listens where the hub should."""

    code = "ADDRESS_TAKEN"


class NotServed(HubError):
    """The application ended while starting; the log says why."""

    code = "NOT_SERVED"


def serve_until_stopped(
    settings: Settings, connection: Connection, *, on_ready: Callable[[int], None] = lambda _: None
) -> None:
    """Serve until SIGINT or SIGTERM, then let open requests finish. `on_ready` is given the port."""
    with listening_socket(settings) as listener:
        port = listener.getsockname()[1]
        app = create_app(settings, connection)
        server = _Server(app, settings, lambda: on_ready(port))
        log("starting", port=port)
        collect_rarely()
        server.run(sockets=[listener])
    if not server.has_started:
        raise _failure(app)


@contextmanager
def running_server(settings: Settings, connection: Connection) -> Generator[int]:
    """Serve from a thread for as long as the block lasts; gives the port."""
    ready: Queue[int] = Queue()
    with listening_socket(settings) as listener:
        app = create_app(settings, connection)
        server = _Server(app, settings, lambda: ready.put(listener.getsockname()[1]))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]}, name="hub", daemon=True)
        thread.start()
        try:
            yield _await_ready(ready, thread, app)
        finally:
            server.should_exit = True
            thread.join()


def _await_ready(ready: Queue[int], thread: Thread, app: Starlette) -> int:
    while thread.is_alive():
        try:
            return ready.get(timeout=0.1)
        except Empty:
            continue
    raise _failure(app)


def _failure(app: Starlette) -> Exception:
    """Why the application did not start."""
    told = getattr(app.state, "failure", None)
    return told or NotServed("The hub could not start; the last log entry says why.")


def listening_socket(settings: Settings) -> socket.socket:
    """A socket bound to the address of the settings; AddressTaken when another program has it."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # Named as TCP, for asyncio turns Nagle's algorithm off on such sockets alone; with it each answer waits 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        raise AddressTaken(
            f"{settings.host}:{settings.port} cannot be listened on ({error.strerror}); choose another HUB_PORT."
        ) from error
    return listener


class _Server(uvicorn.Server):
    def __init__(self, app: Starlette, settings: Settings, on_ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=settings.shutdown_seconds,
            )
        )
        self._on_ready = on_ready
        self.has_started = False

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop, and return to the caller, who has a database to stop: uvicorn's own way ends the process at once."""
        del frame
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets=sockets)
        except SystemExit:
            self.should_exit = True  # The caller has a database to stop and a reason to tell.
        if self.started:
            self.has_started = True
            self._on_ready()
