"""The token of a preview: what was looked at, so that nothing else is carried out in its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.digest import digest
from graph.stewardship.verdicts import verdicts_among

if TYPE_CHECKING:
    from collections.abc import Collection

    from graph.driver import Transaction
    from graph.stewardship.decision import Decision


def fingerprint(tx: Transaction, decision: Decision, *, compartments: Collection[str]) -> str:
    """The same for the same decision, whenever it is made, unless another verdict stands by then on a pair it judges.

    The persons alone would not tell: two humans can disagree on a pair whose persons stay as they are. Records of
    other compartments do not show in it. Raises nothing of its own.
    """
    judged = {(new.left, new.right) for new in decision.judgements}
    standing = verdicts_among(tx, {key for pair in judged for key in pair})
    owners = tx.run("read_current_owners", keys=[key for group in decision.groups for key in group])
    seen = {row["key"] for row in owners if row["compartment"] in compartments}
    return digest(
        {
            "kind": decision.kind,
            "groups": sorted(
                sorted(known) for group in decision.groups if (known := seen.intersection(group))
            ),
            "judgements": sorted([new.left, new.right, new.verdict] for new in decision.judgements),
            "overruled": sorted([*pair, verdict] for pair, verdict in standing.items() if pair in judged),
            "pins": list(decision.pins),
            "lodgings": list(decision.lodgings),
            "withdrawn": [
                *decision.withdrawn_judgements,
                *decision.withdrawn_pins,
                *decision.withdrawn_lodgings,
            ],
        }
    )
