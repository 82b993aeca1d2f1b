"""What a whole resolution puts before humans, and what it takes off their list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph import reviews
from identity.doubt import Doubt, DoubtKind
from identity.linking.doubtful import doubts_of, two_numbers_within

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    import pyarrow as pa

    from graph.driver import Database, Transaction
    from identity.holding import Holding
    from identity.judgement import Judgement
    from identity.linking import Linkage


def doubts_for_humans(
    table: pa.Table,
    linkage: Linkage,
    holding: Holding,
    *,
    judged: Sequence[Judgement],
    sealed: Mapping[str, str],
) -> list[Doubt]:
    """Every doubt about the persons as they are now held, but those on pairs that a human has judged. `sealed` is
    the compartment by name of every sealed source."""
    decided = {judgement.pair for judgement in judged}
    within = two_numbers_within(table, holding.clusters, sealed=sealed)
    return [
        *doubts_of(linkage, holding.clusters, decided=decided, sealed=sealed),
        *holding.doubts,
        *(doubt for doubt in within if doubt.pair not in decided),
    ]


def ask_humans(db: Database, doubts: Sequence[Doubt], *, at: datetime) -> int:
    """Open what a human should look at, and drop what needs no answer any more; how many questions were opened."""

    def work(tx: Transaction) -> int:
        opened = reviews.open_reviews(tx, doubts, at=at)
        drift = reviews.ids_of(tx, [doubt for doubt in doubts if doubt.kind is DoubtKind.DRIFT])
        reviews.drop_settled(tx, at=at, drift=drift)
        return opened

    return db.work(work, name="ask_humans")
