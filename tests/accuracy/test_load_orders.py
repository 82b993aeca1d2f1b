"""Load orders through the live path, on a small population: floors below what `tests.accuracy.load_orders` shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from identity.doubt import CONTESTED
from identity.evaluate import evaluate
from identity.evidence import OF_TWIN, Evidence
from tests.accuracy.datasets import population
from tests.accuracy.load_orders import NEVER_WAIT, make_world, measure

if TYPE_CHECKING:
    from pathlib import Path

    from tests.accuracy.load_orders import World


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    directory: Path = tmp_path_factory.mktemp("population")
    return make_world(population(directory, persons=220, seed=23))


@pytest.fixture(scope="module")
def found(world: World) -> dict[str, Any]:
    return measure(world, orders=3)


def test_the_live_path_keeps_apart_whom_a_batch_keeps_apart_and_for_its_reason(world: World) -> None:
    evidence = Evidence(world.rows, scorer=world.scorer, decided={})
    found = world.linkage.apart.to_pylist()
    apart = {(row["left"], row["right"]): row["reason"] for row in reversed(found)}
    links = world.linkage.links
    linked = zip(links["left"].to_pylist(), links["right"].to_pylist(), strict=True)
    assert {row["reason"] for row in found} >= {CONTESTED, OF_TWIN}
    assert {pair: reason for pair in {*linked, *apart} if (reason := evidence.apart(*pair))} == apart


def test_load_orders_agree(found: dict[str, Any]) -> None:
    assert found["agreement"]["least"] >= 0.985


def test_the_live_path_is_as_accurate_as_a_batch_and_mostly_of_one_mind_with_it(
    world: World, found: dict[str, Any]
) -> None:
    assert found["agreement with batch"]["least"] >= 0.965
    assert min(found["pair F1"]) >= evaluate(world.labelled.truth, world.batch).pair_f1 - 0.015


def test_waiting_makes_load_orders_agree_more(world: World, found: dict[str, Any]) -> None:
    never = measure(world, orders=3, sure=NEVER_WAIT)
    assert found["records that waited"] > 0 == never["records that waited"]
    assert found["agreement"]["mean"] > never["agreement"]["mean"]
