"""Live resolvers for the API: a few, lent to one thread at a time, made anew when another model comes into force."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from graph.live.resolver import LiveResolver
from hub.logs import log
from hub.models import load_model, model_path
from identity.linking.scorer import Scorer
from resolvers.errors import NoModel

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from graph.driver import Database
    from hub.settings import Settings
    from identity.resolution import SourceTraits

_Stamp = tuple[int, int, int]
"""By which a model file is told from the one before: each is put in place as a whole, so it is another file."""


class LiveResolvers:
    """Holds a scorer for the model in force, which threads share, and the resolvers that no thread has."""

    def __init__(self, db: Database, settings: Settings, *, sources: Mapping[str, SourceTraits]) -> None:
        self._db = db
        self._settings = settings
        self._sources = sources
        self._lock = Lock()
        self._stamp: _Stamp | None = None
        self._scorer: Scorer | None = None
        self._free: list[LiveResolver] = []

    @contextmanager
    def lend(self) -> Generator[LiveResolver]:
        """A resolver with the model in force, for one thread; NoModel before the first training."""
        with self._lock:
            scorer = self._current()
            resolver = self._free.pop() if self._free else None
        if resolver is None:
            resolver = LiveResolver(self._db, scorer, sources=self._sources)
        yield resolver
        # One that broke is not given back: what it was at is rolled back, but nobody knows what it remembers.
        with self._lock:
            if self._scorer is scorer:
                self._free.append(resolver)

    def scorer(self) -> Scorer:
        """The scorer of the model in force; NoModel before the first training."""
        with self._lock:
            return self._current()

    def _current(self) -> Scorer:
        stamp = self._read_stamp()
        if self._scorer is None or stamp != self._stamp:
            model = load_model(self._settings)
            if model is None:
                raise NoModel("No model was trained yet.")
            self._scorer, self._stamp, self._free = Scorer(model), stamp, []
            log("model loaded", model=model.version)
        return self._scorer

    def _read_stamp(self) -> _Stamp:
        try:
            known = model_path(self._settings).stat()
        except FileNotFoundError:
            raise NoModel("No model was trained yet.") from None
        return known.st_ino, known.st_mtime_ns, known.st_size
