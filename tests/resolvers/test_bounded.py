"""The caches of the compiler hold no more than they may, however many documents somebody sends."""

from __future__ import annotations

from resolvers.compiler.bounded import BoundedCache
from resolvers.compiler.plan import MAX_LETTERS, Compiler
from resolvers.cursors import CursorSigner
from tests.resolvers.views import view


def test_the_value_used_longest_ago_leaves_first_by_number_and_by_weight() -> None:
    cache: BoundedCache[str, int] = BoundedCache(2, weight=10)
    for name in ("a", "b"):
        cache.put(name, 1, weight=4)
    assert cache.get("a") == 1
    cache.put("c", 1, weight=4)
    assert (cache.get("a"), cache.get("b"), cache.get("c")) == (1, None, 1)
    cache.put("d", 1, weight=10)
    assert (cache.get("a"), cache.get("c"), cache.get("d")) == (None, None, 1)
    cache.put("d", 2, weight=1)
    cache.put("e", 1, weight=9)
    assert (cache.get("d"), cache.get("e"), len(cache)) == (2, 1, 2)
    cache.put("f", 1, weight=11)
    assert len(cache) == 0


def test_documents_that_are_never_asked_twice_do_not_fill_the_memory() -> None:
    compiler = Compiler(CursorSigner(b"0" * 32))
    longest = 20_000
    for number in range(MAX_LETTERS // longest + 3):
        text = f"{{ a{number}: viewer {{ role }} }}"
        compiler.plan(text + " " * (longest - len(text)), name=None, given={}, view=view())
    assert len(compiler._documents) == len(compiler._plans) == MAX_LETTERS // longest
