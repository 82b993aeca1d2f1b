"""What an operator sees of the waits: fetching and starting Neo4j, and the steps of a long piece of work."""

from __future__ import annotations

import os
import time
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from collections.abc import Generator

    from graph.embedded import OnProgress
    from graph.embedded import Progress as ServerProgress


class Step(Protocol):
    """Wraps one step of a piece of work: `with step("Load dop_allowance"): ...`."""

    def __call__(self, name: str, /) -> AbstractContextManager[None]: ...


@contextmanager
def quiet_step(name: str, /) -> Generator[None]:
    """A step that nobody watches."""
    del name
    yield


def shown_steps(console: Console) -> Step:
    """Each step with a spinner while it runs, and a line with its seconds when it is done."""

    @contextmanager
    def step(name: str, /) -> Generator[None]:
        started = time.perf_counter()
        with console.status(name):
            yield
        console.print(f"  {name:<44}{time.perf_counter() - started:6.1f} s")

    return step


def measured_steps(console: Console) -> Step:
    """As `shown_steps`, and what the step took of the processor's time on all cores, its finished processes included."""

    @contextmanager
    def step(name: str, /) -> Generator[None]:
        started, used = time.perf_counter(), sum(os.times()[:4])
        with console.status(name):
            yield
        seconds, processor = time.perf_counter() - started, sum(os.times()[:4]) - used
        console.print(f"  {name:<30}{seconds:8.1f} s {processor:8.1f} s of processor time")

    return step


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
