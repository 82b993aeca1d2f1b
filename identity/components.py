"""Connected components: what hangs together through pairs."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Ids = NDArray[np.int64]


def components(size: int, left: Ids, right: Ids) -> Ids:
    """The smallest number in each record's connected component."""
    label = np.arange(size, dtype=np.int64)
    while left.size:
        low = np.minimum(label[left], label[right])
        before = label.copy()
        np.minimum.at(label, label[left], low)
        np.minimum.at(label, label[right], low)
        while not np.array_equal(label, label[label]):
            label = label[label]
        if np.array_equal(before, label):
            break
        open_ends = label[left] != label[right]
        left, right = left[open_ends], right[open_ends]
    return label


class DisjointSets:
    """Sets of names that only ever grow together. Whatever the order of joining, the sets are the same."""

    __slots__ = ("_parents",)

    def __init__(self, names: Iterable[str]) -> None:
        self._parents = {name: name for name in names}

    def find(self, name: str) -> str:
        """The name that stands for the set `name` is in."""
        parents = self._parents
        while parents[name] != name:
            parents[name] = parents[parents[name]]
            name = parents[name]
        return name

    def join(self, left: str, right: str) -> None:
        """Make one set of two; the smaller name stands for it."""
        left, right = self.find(left), self.find(right)
        if left != right:
            smaller, larger = sorted((left, right))
            self._parents[larger] = smaller

    def join_all(self, names: Iterable[str]) -> None:
        """Make one set of all these."""
        first: str | None = None
        for name in names:
            if first is None:
                first = name
            else:
                self.join(first, name)

    def sets(self) -> list[list[str]]:
        """Every set, its names sorted, the sets in order of their smallest name."""
        gathered: defaultdict[str, list[str]] = defaultdict(list)
        for name in sorted(self._parents):
            gathered[self.find(name)].append(name)
        return list(gathered.values())
