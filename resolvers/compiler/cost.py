"""What a request may cost: the rows it would bring if every page were full."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from resolvers.compiler.bindings import Parameters


@dataclass(slots=True)
class Cost:
    """One list or object: `limit` names the parameter that holds its page's limit; None: `rows` at most."""

    limit: str | None = None
    rows: int = 1
    inner: list[Cost] = field(default_factory=list["Cost"])

    def add(self, limit: str | None = None, rows: int = 1) -> Cost:
        """A part of this one, for each of its rows."""
        part = Cost(limit, rows)
        self.inner.append(part)
        return part

    def of(self, bound: Parameters) -> int:
        """The rows of one request."""
        rows = self.rows if self.limit is None else bound[self.limit] - 1
        return rows * (1 + sum(part.of(bound) for part in self.inner))
