"""A Maven repository on loopback that behaves as badly as a test asks it to."""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from graph.embedded.lockfile import Jar

if TYPE_CHECKING:
    from collections.abc import Iterator


class Repository:
    """Serves `jars`; `failures[filename]` answers go wrong before the first good one, in the way of `mode`."""

    def __init__(self) -> None:
        self.contents: dict[str, bytes] = {}
        self.requests: Counter[str] = Counter()
        self.failures: dict[str, int] = {}
        self.mode = "503"
        self.url = ""

    def jar(self, artifact: str, *, content: bytes | None = None) -> Jar:
        """A locked jar this repository serves; `content` is served in place of what was locked."""
        locked = artifact.encode() * 1000
        jar = Jar("org.example", artifact, "1.0", "", hashlib.sha256(locked).hexdigest())
        self.contents["/" + jar.path] = locked if content is None else content
        return jar


@contextmanager
def repository() -> Iterator[Repository]:
    served = Repository()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            _answer(self, served)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name it overrides
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _answer(handler: BaseHTTPRequestHandler, served: Repository) -> None:
    name = handler.path.rsplit("/", 1)[-1]
    served.requests[name] += 1
    content = served.contents.get(handler.path)
    fails = served.requests[name] <= served.failures.get(name, 0)
    if content is None or (fails and served.mode == "503"):
        handler.send_error(404 if content is None else 503)
        return
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    # A connection that breaks half-way: fewer bytes than announced.
    handler.wfile.write(content[: len(content) // 2] if fails else content)
