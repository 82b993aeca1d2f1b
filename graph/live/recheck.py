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
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from graph.driver import Row, Transaction
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
    everybody = [row for rows in persons.values() for row in rows]
    judgements = tx.run("list_judgements_among", keys=sorted(row.key for row in everybody))
    carriers = _carriers(tx, everybody, compartment, scorer)
    for _, rows in sorted(persons.items()):
        yield from _broken(rows, judgements, carriers, scorer)


def _broken(
    rows: Sequence[Prepared],
    judgements: Sequence[Row],
    carriers: Mapping[str, Sequence[Prepared]],
    scorer: LiveScorer,
) -> Iterable[Doubt]:
    keys = sorted(row.key for row in rows)
    witnesses = [one for number in sorted(_numbers(rows, scorer)) for one in carriers.get(number, ())]
    state = whole(rows, scorer=scorer, decided=verdicts(judgements, keys), witnesses=witnesses)
    if not state.broken:
        return ()
    left, right = state.left[0], state.right[0]
    row_of = {row.key: row for row in rows}
    [weight] = scorer.weights(row_of[left], [row_of[right]])
    return (Doubt(DoubtKind.BROKEN, left, right, tuple(keys), weight, REASON),)


def _carriers(
    tx: Transaction, rows: Iterable[Prepared], compartment: str, scorer: LiveScorer
) -> dict[str, list[Prepared]]:
    """All who carry a citizen id of one of these records, as far as the compartment sees them, by that number."""
    ids = [
        key_id(NUMBER, number, place) for number in _numbers(rows, scorer) for place in {OPEN, compartment}
    ]
    found: defaultdict[str, list[Prepared]] = defaultdict(list)
    for row in tx.run("read_candidates", keys=sorted(ids), itself="") if ids else ():
        one = scorer.read(row["standard"])
        if (number := scorer.any_number(one)) is not None:
            found[number].append(one)
    return found


def _numbers(rows: Iterable[Prepared], scorer: LiveScorer) -> set[str]:
    return {number for row in rows if (number := scorer.any_number(row)) is not None}
