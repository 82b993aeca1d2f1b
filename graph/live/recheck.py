"""A key that stops blocking: persons who hold several records by it are looked at again, and flagged, never split."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from graph.live.keys import NUMBER, key_id
from graph.live.neighbourhood import verdicts
from identity.doubt import Doubt, DoubtKind
from identity.fracture import whole
from identity.resolution import OPEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graph.driver import Transaction
    from graph.live.scoring import LiveScorer
    from identity.linking.scorer import Prepared

REASON = "held to be one person by a value that many others share, and no longer one piece"


def recheck(
    tx: Transaction, crossed: Sequence[str], *, compartment: str, scorer: LiveScorer
) -> Iterator[Doubt]:
    """A doubt for each person of these keys' compartment who, now that the keys are common, is not one piece."""
    if not crossed:
        return
    persons: defaultdict[str, list[Prepared]] = defaultdict(list)
    for row in tx.run("read_key_persons", keys=crossed, compartment=compartment):
        persons[row["person"]].append(scorer.read(row["standard"]))
    for _, rows in sorted(persons.items()):
        yield from _broken(tx, rows, compartment, scorer)


def _broken(
    tx: Transaction, rows: Sequence[Prepared], compartment: str, scorer: LiveScorer
) -> Iterable[Doubt]:
    keys = sorted(row.key for row in rows)
    judgements = tx.run("list_judgements_among", keys=keys)
    witnesses = _witnesses(tx, rows, compartment, scorer)
    state = whole(rows, scorer=scorer, decided=verdicts(judgements, keys), witnesses=witnesses)
    if not state.broken:
        return ()
    left, right = state.left[0], state.right[0]
    row_of = {row.key: row for row in rows}
    [weight] = scorer.weights(row_of[left], [row_of[right]])
    return (Doubt(DoubtKind.BROKEN, left, right, tuple(keys), weight, REASON),)


def _witnesses(
    tx: Transaction, rows: Iterable[Prepared], compartment: str, scorer: LiveScorer
) -> list[Prepared]:
    """All who carry a citizen id of one of these records, as far as the compartment sees them."""
    numbers = {scorer.any_number(row) for row in rows} - {None}
    ids = [key_id(NUMBER, str(number), place) for number in numbers for place in {OPEN, compartment}]
    found = tx.run("read_candidates", keys=sorted(ids), itself="") if ids else []
    return [scorer.read(row["standard"]) for row in found]
