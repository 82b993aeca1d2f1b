"""What was not sure while a load came in is decided when it is there: the best odds first."""

from __future__ import annotations

import heapq
import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from identity.placing import Placement


def settle(
    waiting: Mapping[str, float], place_again: Callable[[str, float], Placement]
) -> Iterator[tuple[str, Placement]]:
    """Place the waiting records again, as average linkage would: the best odds first, and after each join the
    others by the odds they have now.

    `waiting` are the odds (`Placement.waits`) by record key. `place_again(key, sure)` places one record among
    the persons of this moment, joins only by odds of at least `sure`, and carries the placement out before it
    returns it. Whoever waits no longer (somebody else's join took it along) is placed all the same.
    """
    heap = [(-odds, key) for key, odds in waiting.items()]
    heapq.heapify(heap)
    while heap:
        _, key = heapq.heappop(heap)
        placement = place_again(key, -heap[0][0] if heap else -math.inf)
        yield key, placement
        if placement.waits is not None:
            heapq.heappush(heap, (-placement.waits, key))
