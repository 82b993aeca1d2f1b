"""How far the start of the embedded server has come, for a progress bar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Step = Literal["fetch", "start"]


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` jars fetched (step `fetch`), or 0 then 1 of 1 server started (step `start`)."""

    step: Step
    done: int
    total: int


OnProgress = Callable[[Progress], None]


def silent(progress: Progress) -> None:
    """Show nothing."""
    del progress
