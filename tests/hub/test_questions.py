"""What a whole resolution asks: whoever sees a sealed compartment decides for it alone what is asked no more."""

from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa
import pytest

from hub.questions import doubts_for_humans
from identity.clustering import Thresholds
from identity.doubt import CONTESTED, DoubtKind
from identity.holding import Holding
from identity.judgement import Judgement, Verdict
from identity.linking import Conflict, Linkage, Model
from identity.linking.linkage import APART_SCHEMA, LINKS_SCHEMA

SEALED = {"dwf_shelter": "shelter"}
ONE, HIDDEN, OTHER = "ops_logbook/1", "dwf_shelter/1", "dop_allowance/9"


@pytest.mark.parametrize(("judged", "asked"), [((HIDDEN, OTHER), 2), ((ONE, OTHER), 1)])
def test_a_decision_about_a_sealed_record_answers_nothing_outside(
    judged: tuple[str, str], asked: int
) -> None:
    """The one of whom the shelter knows too may be the other, and has two numbers: the one on the sealed record."""
    clusters = {ONE: ONE, HIDDEN: ONE, OTHER: OTHER}
    linkage = Linkage(
        clusters,
        pa.Table.from_pylist([], LINKS_SCHEMA),
        pa.Table.from_pylist([], APART_SCHEMA),
        (Conflict(ONE, OTHER, CONTESTED),),
        (),
        Model((), prior=0.001, thresholds=Thresholds()),
    )
    numbers = {ONE: "1", HIDDEN: "2", OTHER: "1"}
    table = pa.Table.from_pylist(
        [
            {"source": key.partition("/")[0], "key": key, "citizen_id": number, "citizen_id_kind": "thai"}
            for key, number in numbers.items()
        ]
    )
    decision = Judgement(
        *judged, Verdict.DIFFERENT, "J1", "somsri", datetime(2026, 11, 2, tzinfo=UTC), "Seen."
    )
    doubts = doubts_for_humans(table, linkage, Holding(clusters, ()), judged=[decision], sealed=SEALED)
    assert {doubt.kind for doubt in doubts} == {DoubtKind.CONTESTED_ID}
    assert len(doubts) == asked
