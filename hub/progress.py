"""Progress bars for the waits an operator sees: fetching Neo4j once, starting it, the steps of the demo."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from collections.abc import Generator

    from graph.embedded import OnProgress
    from graph.embedded import Progress as ServerProgress

_TEXT = {"fetch": "Fetching Neo4j (once)", "start": "Starting Neo4j"}


@contextmanager
def shown_progress() -> Generator[OnProgress]:
    """A callback that draws the embedded server's progress on standard error."""
    columns = (TextColumn("{task.description:<24}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def show(progress: ServerProgress) -> None:
            if progress.step not in tasks:
                tasks[progress.step] = bars.add_task(_TEXT[progress.step], total=progress.total)
            bars.update(tasks[progress.step], completed=progress.done, total=progress.total)
            if progress.step == "start" and progress.done == progress.total:
                bars.stop()

        yield show
