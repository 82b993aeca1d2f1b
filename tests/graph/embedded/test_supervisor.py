"""The supervisor: whatever happens to the owner, nothing it started is left running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from graph.embedded import supervisor

if TYPE_CHECKING:
    from collections.abc import Iterator

# The owner starts the supervisor as server.py does, with a harmless long command in place of Java. It hears Ctrl-C even
# where the tests run in the background of a shell, which then has children ignore it.
OWNER = """
import os, signal, subprocess, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)
child = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
command = [sys.executable, "-I", "-S", sys.argv[1], str(os.getpid()), sys.executable, "-c", child]
process = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
print(process.pid, flush=True)
if sys.argv[2] == "forks" and os.fork() == 0:
    os.close(1)
    time.sleep(10)
    os._exit(0)
process.wait()
"""


class Owner:
    """A running owner, the pids of its supervisor and of what that supervises."""

    def __init__(self, way: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", OWNER, supervisor.__file__, way],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout
        self.supervisor, self.server = sorted(int(self.process.stdout.readline()) for _ in range(2))

    def leaves_nothing(self, *, within: float = 10.0) -> bool:
        deadline = time.monotonic() + within
        while is_alive(self.supervisor) or is_alive(self.server):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True


def is_alive(pid: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return bool(state.stdout.strip()) and not state.stdout.startswith("Z")


@pytest.fixture
def owner(request: pytest.FixtureRequest) -> Iterator[Owner]:
    running = Owner(getattr(request, "param", "alone"))
    yield running
    for pid in (running.process.pid, running.supervisor, running.server):
        if is_alive(pid):
            os.kill(pid, signal.SIGKILL)
    running.process.wait()
    assert running.process.stdout
    running.process.stdout.close()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda n: n.name)
def test_an_owner_ended_by_any_signal_leaves_nothing_running(owner: Owner, number: signal.Signals) -> None:
    owner.process.send_signal(number)
    assert owner.leaves_nothing()


@pytest.mark.parametrize("owner", ["forks"], indirect=True)
def test_a_forked_child_that_holds_the_pipe_does_not_keep_the_server_alive(owner: Owner) -> None:
    owner.process.kill()
    assert owner.leaves_nothing(within=5.0)


def test_asking_the_supervisor_to_end_ends_the_server(owner: Owner) -> None:
    os.kill(owner.supervisor, signal.SIGTERM)
    assert owner.leaves_nothing()


@pytest.mark.skipif(
    sys.platform != "linux", reason="only the Linux kernel tells a child that its parent died"
)
def test_a_killed_supervisor_takes_the_server_with_it(owner: Owner) -> None:
    os.kill(owner.supervisor, signal.SIGKILL)
    assert owner.leaves_nothing()


def test_the_supervisor_ends_with_the_server_and_its_exit_code() -> None:
    command = [sys.executable, "-I", "-S", supervisor.__file__, str(os.getpid()), sys.executable, "-c"]
    with subprocess.Popen([*command, "raise SystemExit(7)"], stdin=subprocess.PIPE) as ended:
        assert ended.wait(20) == 7


SERVER = """
import signal, sys, time
def close(*_):
    time.sleep(0.3)
    sys.exit(5)
signal.signal(signal.SIGTERM, close)
print("ready", flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("way", ["closing the pipe", "SIGTERM"])
def test_the_server_is_given_time_to_close_its_store(way: str) -> None:
    command = [
        sys.executable,
        "-I",
        "-S",
        supervisor.__file__,
        str(os.getpid()),
        sys.executable,
        "-c",
        SERVER,
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdin
        assert running.stdout
        assert running.stdout.readline() == "ready\n"
        if way == "SIGTERM":
            running.terminate()
        else:
            running.stdin.close()
        try:
            assert running.wait(10) == 5
        finally:
            running.kill()
