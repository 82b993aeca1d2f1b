"""Connected components: what hangs together through pairs."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


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
