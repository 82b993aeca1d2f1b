"""A GraphQL service that takes records in, on the three departments of `tests.graph.small_world`.

Its model is one that nothing was learnt for, with every comparison of a well-filled register.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from graph.driver import AsyncDatabase
from graph.live.resolver import LiveResolver
from identity.conventional import conventional_model
from identity.linking.scorer import Scorer
from identity.records import RawRecord
from identity.standardise import standardise_records
from resolvers.endpoint import GraphQLService
from resolvers.operations.desk import Desk
from tests.graph.rules.town import TRAITS
from tests.graph.small_world import declare_departments
from tests.resolvers.conftest import CURSOR_KEY, Asking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph.driver import Database
    from graph.embedded import Connection
    from resolvers.operations.desk import Resolvers

SOMCHAI = {
    "citizenId": "1103700123459",
    "title": "นาย",
    "givenName": "สมชาย",
    "familyName": "ใจดี",
    "sex": "ชาย",
    "birthDate": "13/04/2493",
    "phone": "0812345678",
    "buildingNumber": "12/3",
    "subDistrict": "ทับเที่ยง",
    "district": "เมืองตรัง",
    "province": "ตรัง",
}
"""A record with a value for everything that is compared, as it is sent."""


@cache
def scorer() -> Scorer:
    names = {"citizenId": "citizen_id", "givenName": "given_name", "familyName": "family_name"}
    names |= {"birthDate": "birth_date", "buildingNumber": "building_number", "subDistrict": "sub_district"}
    values = {names.get(name, name): value for name, value in SOMCHAI.items()}
    rows: pa.RecordBatch = standardise_records(
        [RawRecord("dop_allowance", "1", values)], locale="th", attributes=()
    )

    return Scorer(conventional_model(pa.Table.from_batches([rows])))


@dataclass(frozen=True, slots=True)
class Resolving:
    """Live resolvers on a graph, with a model that is always in force."""

    db: Database
    made: Callable[[], Scorer] = scorer

    @contextmanager
    def lend(self) -> Iterator[LiveResolver]:
        yield LiveResolver(self.db, self.scorer(), sources=TRAITS)

    def scorer(self) -> Scorer:
        return self.made()


@contextmanager
def service(ask: Asking, connection: Connection, db: Database, resolvers: Resolvers) -> Iterator[Asking]:
    """Asks a service that has its model from there."""
    reading = AsyncDatabase.connect(connection.uri, user=connection.user, password=connection.password)
    desk = Desk(db, resolvers=resolvers, attributes={"dop_allowance": frozenset({"bank"})})
    yield Asking(ask.runner, GraphQLService(reading, cursor_key=CURSOR_KEY, timeout=60.0, desk=desk))
    ask.runner.run(reading.close())


@pytest.fixture
def take_in(ask: Asking, neo4j_server: Connection, db: Database) -> Iterator[Asking]:
    """Asks a service that resolves records live; the graph holds the departments and nothing else."""
    declare_departments(db)
    with service(ask, neo4j_server, db, Resolving(db)) as asking:
        yield asking
