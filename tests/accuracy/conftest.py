"""One Thai population, linked once for all tests that look at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from identity.linking import link
from tests.accuracy.datasets import Labelled, population

if TYPE_CHECKING:
    from identity.linking import Linkage


@dataclass(frozen=True, slots=True)
class Linked:
    """A labelled set and what linking made of it."""

    labelled: Labelled
    linkage: Linkage


@pytest.fixture(scope="session")
def thai(tmp_path_factory: pytest.TempPathFactory) -> Linked:
    """1,000 persons of seed 23, which was not looked at before its floors were written down."""
    labelled = population(tmp_path_factory.mktemp("population"), persons=1_000, seed=23)
    return Linked(labelled, link(labelled.table))
