"""What another steward does between the moment persons are looked up and the moment they are held."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from graph.stewardship import Judge, Merge, Unmerge, perform
from identity.judgement import Verdict
from tests.graph.queries_watched import meanwhile
from tests.graph.regroup.hamlet import person_of
from tests.graph.stewardship.office import ONE, OTHER, act, steward

if TYPE_CHECKING:
    from graph.driver import Database

TOGETHER, THIRD = "dop_allowance/00", "ops_logbook/20"
"""Of the same person as ONE, and the head of a third home."""


@pytest.mark.parametrize(("judged", "left"), [(ONE, TOGETHER), (TOGETHER, ONE)])
def test_a_record_that_is_parted_from_its_person_meanwhile_takes_nobody_with_it(
    settled: Database, judged: str, left: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = partial(perform, settled, Unmerge(((judged,),)), steward(1, by="boon"))
    with monkeypatch.context() as patch:
        done = meanwhile(patch, "read_current_owners", part)
        act(settled, Judge(judged, OTHER, Verdict.SAME), 2)
    assert done
    assert person_of(settled, judged) == person_of(settled, OTHER)
    assert person_of(settled, left) != person_of(settled, OTHER)


def test_a_person_who_is_merged_meanwhile_is_merged_as_whoever_they_became(
    settled: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other, third = (person_of(settled, key) for key in (ONE, OTHER, THIRD))
    merge = partial(perform, settled, Merge((one, third)), steward(1, by="boon"))
    with monkeypatch.context() as patch:
        done = meanwhile(patch, "find_successors_within", merge)
        act(settled, Merge((one, other)), 2)
    assert done
    assert person_of(settled, ONE) == person_of(settled, OTHER) == person_of(settled, THIRD)
