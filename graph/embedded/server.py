"""A real Neo4j on loopback, started when nobody else runs one on the data directory, shared when somebody does.

The lock of a data directory is an open file description with an exclusive `flock`, inherited by the supervisor
and the Java server: the system releases it when the last of them has ended, so no crash leaves it behind.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graph.embedded import configuration, supervisor
from graph.embedded.connection import Connection, answers, forget, recall, remember
from graph.embedded.diagnosis import why_it_ended
from graph.embedded.jars import ensure_jars
from graph.embedded.lockfile import read_lock
from graph.embedded.ports import free_port, require_port
from graph.embedded.progress import OnProgress, Progress, silent
from graph.embedded.storage import require_space, storage, write_private
from graph.errors import PasswordLost, PortTaken, ServerBusy, StartFailed

if TYPE_CHECKING:
    from types import TracebackType

SPACE_FOR_DATA = 200
"""Megabytes asked for before the server starts on its data directory."""
START_TIMEOUT = 120.0
BUSY_TIMEOUT = 240.0
_POLL = 0.05
_PORT_ATTEMPTS = 3


@dataclass(slots=True)
class _Running:
    supervisor: subprocess.Popen[bytes]
    connection: Connection


class EmbeddedNeo4j:
    """Neo4j Community on this machine: fetched once into `cache_dir`, its graph kept in `data_dir`.

    `bolt_port` 0 picks a free port. `heap` and `page_cache` are sizes as Java writes them (`1g`, `256m`).
    `short_lived` suits tests: a quicker start, a slower server.
    A server already running on `data_dir`, in this process or another, is shared: `stop` then leaves it alone.
    """

    def __init__(
        self,
        data_dir: Path,
        cache_dir: Path,
        *,
        bolt_port: int = 0,
        heap: str = "1g",
        page_cache: str = "256m",
        short_lived: bool = False,
        maven_url: str | None = None,
        on_progress: OnProgress = silent,
    ) -> None:
        self._home = data_dir.absolute()
        self._cache = cache_dir.absolute()
        self._bolt_port = bolt_port
        self._heap = heap
        self._page_cache = page_cache
        self._short_lived = short_lived
        self._maven_url = maven_url
        self._on_progress = on_progress
        self._running: _Running | None = None

    @property
    def owned(self) -> bool:
        """Whether this object started the server, and so `stop` ends it."""
        return self._running is not None

    def start(self) -> Connection:
        """Start the server, or find the one running on the data directory; it answers when this returns.

        Raises a leaf of `graph.errors.EmbeddedError`, each one clear sentence.
        """
        if self._running:
            return self._running.connection
        with storage(self._home):
            self._home.mkdir(parents=True, exist_ok=True, mode=0o700)
            deadline = time.monotonic() + BUSY_TIMEOUT
            while time.monotonic() < deadline:
                lock = _try_lock(self._home / "server.lock")
                if lock is not None:
                    return self._start_holding(lock)
                shared = recall(self._home)
                if shared and answers(shared):
                    return shared
                time.sleep(_POLL * 4)
        raise ServerBusy(
            f"Another process holds the graph in {self._home} but its Neo4j does not answer; end that process."
        )

    def stop(self) -> None:
        """End the server if this object started it, and wait until its store is closed."""
        if self._running:
            running, self._running = self._running, None
            forget(self._home)
            _end(running.supervisor)

    def __enter__(self) -> Connection:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _start_holding(self, lock: int) -> Connection:
        try:
            forget(self._home)
            jars = ensure_jars(
                read_lock(), cache=self._cache, maven_url=self._maven_url, on_progress=self._on_progress
            )
            require_space(self._home, megabytes=SPACE_FOR_DATA)
            password = _password(self._home)
            self._on_progress(Progress("start", 0, 1))
            self._running = self._launch(lock, jars, password)
        finally:
            # From here on the supervisor and the server hold the lock; this copy of it must not outlive them.
            os.close(lock)
        remember(self._home, self._running.connection)
        self._on_progress(Progress("start", 1, 1))
        return self._running.connection

    def _launch(self, lock: int, jars: list[Path], password: str) -> _Running:
        for attempt in range(1, _PORT_ATTEMPTS + 1):
            port = self._bolt_port or free_port()
            require_port(port)
            try:
                return self._launch_at(port, lock, jars, password)
            except PortTaken:
                # Between finding a free port and using it, another program may have taken it.
                if self._bolt_port or attempt == _PORT_ATTEMPTS:
                    raise
        raise AssertionError

    def _launch_at(self, port: int, lock: int, jars: list[Path], password: str) -> _Running:
        values = configuration.settings(port=port, heap=self._heap, page_cache=self._page_cache)
        configuration.write_settings(self._home / "conf", values)
        command = configuration.command(
            home=self._home, jars=jars, heap=self._heap, short_lived=self._short_lived
        )
        connection = Connection(f"bolt://{configuration.LOOPBACK}:{port}", configuration.USER, password)
        process = _supervise(command, self._home / "logs" / "console.log", lock)
        try:
            _await(process, connection, self._home)
        except BaseException:
            _end(process)
            raise
        return _Running(process, connection)


def _try_lock(path: Path) -> int | None:
    """A descriptor holding the lock of the data directory, or None when another process holds it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def _password(home: Path) -> str:
    """The password of this data directory; made, and laid ready for the new store, on the first start."""
    kept = home / "password"
    has_graph = (home / "data" / "databases" / "system").exists()
    if not kept.exists():
        if has_graph:
            raise PasswordLost(
                f"{home} holds a graph but its file `password` is gone; put it back, "
                "or name another data directory."
            )
        write_private(kept, configuration.new_password() + "\n")
    password = kept.read_text(encoding="utf-8").strip()
    if not has_graph:
        (home / "data" / "dbms").mkdir(parents=True, exist_ok=True)
        write_private(home / "data" / "dbms" / "auth.ini", configuration.first_login(password))
    return password


def _supervise(command: list[str], log: Path, lock: int) -> subprocess.Popen[bytes]:
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        return subprocess.Popen(
            [sys.executable, "-I", "-S", str(Path(supervisor.__file__)), str(os.getpid()), *command],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={
                "LC_ALL": "C.UTF-8"
            },  # The server needs none of the hub's settings, least of all its secrets.
            pass_fds=(lock,),
            start_new_session=True,
        )


def _await(process: subprocess.Popen[bytes], connection: Connection, home: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while not answers(connection):
        if process.poll() is not None:
            raise why_it_ended(home)
        if time.monotonic() > deadline:
            raise StartFailed(
                f"Neo4j did not answer within {START_TIMEOUT:.0f} seconds; see {home / 'logs' / 'console.log'}."
            )
        time.sleep(_POLL)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask the supervisor to stop the server, and wait for both."""
    if process.stdin:
        process.stdin.close()
    # A forked child of this process may hold a copy of the pipe, so the closing alone may go unseen.
    process.terminate()
    process.wait(supervisor.PATIENCE + 10)
