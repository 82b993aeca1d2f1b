"""Runs the Java server and ends it with its owner, however the owner ends.

Started by `server.py` as a plain script in a session of its own, so that Ctrl-C reaches the owner only. It reads
a pipe held open by the owner: the pipe closing (stop, exit, SIGTERM, kill -9) means stop the server. Orphaned
without the pipe closing (a forked child may hold a copy of it) it notices that its parent changed. Killed
itself, on Linux the kernel tells the server to stop. Lock: see `server.py`.
"""

from __future__ import annotations

import ctypes
import os
import select
import signal
import subprocess
import sys

PATIENCE = 20.0
"""Seconds the server has to write its last checkpoint before it is killed; its store survives that too."""

_CHECK = 0.5
_PR_SET_PDEATHSIG = 1


def main(owner: int, command: list[str]) -> int:
    """Run `command` until it ends or the process `owner` does; the exit code of the command."""
    wake = _wake_on_signals()
    server = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        close_fds=False,  # The server holds the lock of its data directory as well, for as long as it lives.
        preexec_fn=_die_with_parent if sys.platform == "linux" else None,
    )
    while server.poll() is None and os.getppid() == owner:
        if select.select([sys.stdin, wake], [], [], _CHECK)[0]:
            break
    return _stop(server)


def _wake_on_signals() -> int:
    """A descriptor that becomes readable when somebody asks this process to end, or the server has ended."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    signal.set_wakeup_fd(writer)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(number, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return reader


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _stop(server: subprocess.Popen[bytes]) -> int:
    if server.poll() is None:
        server.terminate()
    try:
        return server.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        server.kill()
        return server.wait()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
