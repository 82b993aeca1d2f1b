"""Several writers at once, deadlocks, lost connections: the same persons as one writer makes."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from graph.driver import Database, Transaction
from graph.errors import Deadlock, Unreachable
from tests.graph.live.village import (
    FEED,
    START,
    check_counters,
    partition,
    resolver,
    shuffled,
    take_in,
    village,
)
from tests.graph.queries_watched import after_each_query
from tests.graph.rules.town import town

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from graph.embedded import Connection
    from graph.live import LiveResolver
    from identity.records import RawRecord

WRITERS = 4
PERSONS = 30


@pytest.fixture
def connect(neo4j_server: Connection) -> Iterator[Callable[[], Database]]:
    """Further connections to the server, closed after the test."""
    opened: list[Database] = []

    def connect() -> Database:
        opened.append(
            Database.connect(neo4j_server.uri, user=neo4j_server.user, password=neo4j_server.password)
        )
        return opened[-1]

    yield connect
    for one in opened:
        one.close()


def test_four_writers_with_shuffled_halves_of_the_same_persons_end_with_the_persons_of_one_writer(
    db: Database, connect: Callable[[], Database]
) -> None:
    take_in(resolver(db), village(PERSONS))
    alone = partition(db)
    db.execute("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    writers = [resolver(connect()) for _ in range(WRITERS)]
    first, second = village(PERSONS)[::2], village(PERSONS)[1::2]
    halves = [shuffled(half, seed=number) for number, half in enumerate((first, second, first, second))]
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(take_in, writers, halves))
    assert partition(db) == alone
    check_counters(db)
    assert not db.execute("MATCH (r:SourceRecord) WHERE r.version > 1 RETURN r.id AS id")


def test_two_halves_of_one_person_at_the_same_moment_become_one_person(
    db: Database, connect: Callable[[], Database]
) -> None:
    writers = [resolver(connect()), resolver(connect())]
    for number in range(8):
        barrier = threading.Barrier(2)

        def arrive(live: LiveResolver, record: RawRecord, barrier: threading.Barrier = barrier) -> None:
            barrier.wait()
            live.upsert(record, feed=FEED, at=START)

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(arrive, writers, town()[2 * number : 2 * number + 2]))
    assert partition(db) == {
        frozenset({one.key, other.key}) for one, other in zip(town()[:16:2], town()[1:16:2], strict=True)
    }


def test_members_of_one_household_at_the_same_moment_are_one_household(
    db: Database, connect: Callable[[], Database]
) -> None:
    writers = [resolver(connect()) for _ in range(3)]
    for house in range(4):
        barrier = threading.Barrier(3)

        def arrive(live: LiveResolver, record: RawRecord, barrier: threading.Barrier = barrier) -> None:
            barrier.wait()
            live.upsert(record, feed=FEED, at=START)

        with ThreadPoolExecutor(3) as pool:
            list(pool.map(arrive, writers, town()[6 * house : 6 * house + 6 : 2]))
    homes = db.execute("MATCH (h:Household) WHERE h.size > 0 RETURN h.size AS size")
    assert [row["size"] for row in homes] == [3] * 4


def test_the_same_record_from_two_writers_at_once_is_one_version(
    db: Database, connect: Callable[[], Database]
) -> None:
    writers = [resolver(connect()) for _ in range(WRITERS)]
    with ThreadPoolExecutor(WRITERS) as pool:
        outcomes = list(pool.map(lambda live: live.upsert(town()[0], feed=FEED, at=START), writers))
    assert {(one.version, one.person) for one in outcomes} == {(1, outcomes[0].person)}
    assert db.execute("MATCH (r:SourceRecord) RETURN count(r) AS n") == [{"n": 1}]
    check_counters(db)


@pytest.mark.parametrize("failure", [Deadlock, Unreachable])
@pytest.mark.parametrize("query", ["lock_match_keys", "lock_persons", "append_live_record"])
def test_a_transaction_that_fails_on_the_way_is_begun_again_and_leaves_no_trace(
    db: Database, monkeypatch: pytest.MonkeyPatch, failure: type[Exception], query: str
) -> None:
    live = resolver(db)
    live.upsert(town()[0], feed=FEED, at=START)
    failures = iter([failure("as if")] * 2)

    def failing(name: str) -> None:
        if name == query and (error := next(failures, None)):
            raise error

    after_each_query(monkeypatch, failing)
    outcome = live.upsert(town()[1], feed=FEED, at=START)
    assert (outcome.change, outcome.version) == ("new", 1)
    assert next(failures, None) is None
    assert partition(db) == {frozenset({town()[0].key, town()[1].key})}
    check_counters(db)


def test_a_connection_that_is_cut_in_mid_transaction_is_made_anew(
    db: Database, connect: Callable[[], Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    live = resolver(connect())
    cut: list[object] = []

    def cutting(name: str) -> None:
        if name == "append_live_record" and not cut:
            [row] = db.execute(CONNECTION)
            cut.extend(db.execute("CALL dbms.killConnection($id) YIELD message", id=row["id"]))

    after_each_query(monkeypatch, cutting)
    assert live.upsert(town()[0], feed=FEED, at=START).change == "new"
    assert cut
    assert db.execute("MATCH (r:SourceRecord) RETURN count(r) AS n") == [{"n": 1}]
    check_counters(db)


CONNECTION = "SHOW TRANSACTIONS YIELD connectionId AS id, metaData WHERE metaData.query = 'take_in_record'"


def test_an_answer_that_was_lost_after_the_commit_is_given_again(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = resolver(db)
    transaction, lost = Database.transaction, iter([True])

    @contextmanager
    def losing(self: Database, name: str = "transaction") -> Generator[Transaction]:
        with transaction(self, name) as tx:
            yield tx
        if name == "take_in_record" and next(lost, False):
            raise Unreachable("as if")

    monkeypatch.setattr(Database, "transaction", losing)
    outcome = live.upsert(town()[0], feed=FEED, at=START)
    assert (outcome.change, outcome.version) == ("new", 1)
    assert db.execute("MATCH (r:SourceRecord) RETURN count(r) AS n") == [{"n": 1}]
