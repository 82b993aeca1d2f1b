"""Live resolvers for the API: lent to one thread at a time, always with the model in force."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from hub.models import model_path, write_model
from hub.resolving import LiveResolvers
from identity.conventional import conventional_model
from identity.records import RawRecord
from identity.standardise import standardise_records
from resolvers.errors import NoModel

if TYPE_CHECKING:
    from graph.driver import Database
    from hub.settings import Settings
    from identity.linking import Model


@pytest.fixture(scope="module")
def model() -> Model:
    record = RawRecord("a", "1", {"given_name": "สมชาย", "family_name": "ใจดี", "birth_date": "1/2/2500"})
    rows = standardise_records([record], locale="th", attributes=())
    return conventional_model(pa.Table.from_batches([rows]))


@pytest.fixture
def resolvers(db: Database, settings: Settings) -> LiveResolvers:
    return LiveResolvers(db, settings, sources={})


def test_before_a_model_is_trained_none_is_lent(resolvers: LiveResolvers) -> None:
    with pytest.raises(NoModel), resolvers.lend():
        pass


def test_one_that_was_given_back_is_lent_again_and_never_to_two_at_once(
    resolvers: LiveResolvers, settings: Settings, model: Model
) -> None:
    write_model(model_path(settings), model)
    with resolvers.lend() as first, resolvers.lend() as second:
        assert first is not second
    with resolvers.lend() as again:
        assert again in (first, second)


def test_another_model_in_force_makes_all_resolvers_anew(
    resolvers: LiveResolvers, settings: Settings, model: Model
) -> None:
    write_model(model_path(settings), model)
    with resolvers.lend() as before:
        write_model(model_path(settings), replace(model, prior=model.prior / 2))
        with resolvers.lend() as other:
            assert other is not before
    with resolvers.lend() as after:
        assert after is other


def test_one_that_broke_is_not_lent_again(resolvers: LiveResolvers, settings: Settings, model: Model) -> None:
    write_model(model_path(settings), model)
    lent: list[object] = []

    def breaks() -> None:
        with resolvers.lend() as resolver:
            lent.append(resolver)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        breaks()
    with resolvers.lend() as whole:
        assert whole is not lent[0]
