"""What rules and nicknames are tried in: people among whom a few records stand, and the model learnt from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from identity.linking import train
from tests.identity.linking.people import population, table

if TYPE_CHECKING:
    from identity.linking import Model


@pytest.fixture(scope="module")
def crowd() -> list[dict[str, Any]]:
    return population()


@pytest.fixture(scope="module")
def model(crowd: list[dict[str, Any]]) -> Model:
    return train(table(crowd), seed=1)
