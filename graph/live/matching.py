"""Whom a record may be about, told without taking it in: the candidates of the live path, read and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.live.blocking import searched
from graph.live.keys import Fill
from graph.live.outcome import Match
from graph.live.scoring import shares_of
from identity.resolution import OPEN

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from graph.driver import Database, Row
    from graph.live.newcomer import Newcomer
    from graph.live.scoring import LiveScorer


def find_matches(
    db: Database,
    newcomer: Newcomer,
    *,
    scorer: LiveScorer,
    totals: Mapping[str, int],
    compartments: Collection[str],
) -> list[Match]:
    """One match a person, by its record that resembles most; likeliest first, of equals the smaller id first.

    Records of compartments other than these, the open one aside, are as if they were not there. `totals` is how many
    records have each personal column: the weights are those with which the record would come in.
    """
    places = {OPEN, *compartments}
    fills, new = _fills(db, newcomer, places)
    wanted = list(searched(newcomer.keys.values(), fills, places=places))
    candidates = db.read("read_candidates", keys=wanted, itself=newcomer.key)
    counted = {key: Fill(fill.count + new, fill.stopped) for key, fill in fills.items()}
    knowing = scorer.knowing(shares_of(newcomer.keys, counted, totals))
    best: dict[str, Match] = {}
    for match in _matches(candidates, newcomer, knowing):
        held = best.get(match.person)
        if held is None or (-match.weight, match.record) < (-held.weight, held.record):
            best[match.person] = match
    return sorted(best.values(), key=lambda match: (-match.weight, match.person))


def _fills(db: Database, newcomer: Newcomer, places: Collection[str]) -> tuple[dict[str, Fill], int]:
    """How full the keys of a record are, and by how many it would fill them further: one, if it is not there."""
    ids = [one for key in newcomer.keys.values() for one in key.ids(places)]
    [known] = db.read("read_live_record", key=newcomer.key, keys=ids)
    return {key: Fill(count, stopped) for key, count, stopped in known["keys"]}, int(known["id"] is None)


def _matches(candidates: list[Row], newcomer: Newcomer, scorer: LiveScorer) -> Iterator[Match]:
    identified = [row for row in candidates if row["person"] is not None]
    rows = [scorer.read(row["standard"]) for row in identified]
    for row, other, weight in zip(identified, rows, scorer.weights(newcomer.row, rows), strict=True):
        if weight >= scorer.thresholds.least_useful:
            compared = scorer.compare(newcomer.row, other)
            yield Match(row["person"], row["key"], weight, compared.probability, compared)
