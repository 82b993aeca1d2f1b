"""What a benchmark needs around it: a private data directory, a populated graph, the peak memory of a child process."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from hub.database import running_neo4j
from hub.demo.run import DemoResult, run
from hub.progress import quiet_step
from hub.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Generator

    from graph.embedded import Connection


@contextmanager
def private_settings() -> Generator[Settings]:
    """Settings with an empty data directory, a free port and the embedded Neo4j, whatever the environment says."""
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as directory:
        given = Settings.from_environment()
        yield given.model_copy(
            update={
                "data_dir": Path(directory),
                "neo4j_uri": None,
                "port": 0,
                "log_level": "WARNING",
                "env": "dev",
            }
        )


@contextmanager
def populated_graph(settings: Settings, *, persons: int) -> Generator[tuple[Connection, DemoResult]]:
    """An embedded Neo4j holding the demo of that many persons."""
    with running_neo4j(settings) as connection:
        yield connection, run(settings, connection, persons=persons, seed=7, step=quiet_step)
