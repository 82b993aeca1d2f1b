"""Something that happens between two queries of a transaction, for tests of races, deadlocks and lost connections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.driver import Transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pytest


def after_each_query(monkeypatch: pytest.MonkeyPatch, happens: Callable[[str], None]) -> None:
    """Let something happen in the transaction after each query, named by the first of those that run together."""
    run, run_together = Transaction.run, Transaction.run_together

    def after_one(self: Transaction, name: str, /, **parameters: object) -> object:
        rows = run(self, name, **parameters)
        happens(name)
        return rows

    def after_several(self: Transaction, rows: Any, /, *, order: Sequence[str], **parameters: object) -> None:
        run_together(self, rows, order=order, **parameters)
        happens(order[0])

    monkeypatch.setattr(Transaction, "run", after_one)
    monkeypatch.setattr(Transaction, "run_together", after_several)


def meanwhile(monkeypatch: pytest.MonkeyPatch, query: str, happens: Callable[[], object]) -> list[str]:
    """Something happens on another connection right after a query has run for the first time; where it has."""
    done: list[str] = []

    def once(name: str) -> None:
        if name == query and not done:
            done.append(name)
            happens()

    after_each_query(monkeypatch, once)
    return done
