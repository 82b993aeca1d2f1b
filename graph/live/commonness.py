"""How common the values of two records are, as the live path takes it when it compares the two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.live.keys import Fill, MatchKey, key_id
from graph.live.scoring import COUNTED, shares_of
from identity.resolution import OPEN

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from graph.driver import Database
    from identity.linking.scorer import Frequencies


def shares_between(db: Database, records: Collection[str], totals: Mapping[str, int]) -> Frequencies:
    """The shares of the values of two records, by their keys; `totals` is how many records have each column.

    Where one of them is sealed, its values are counted in its compartment: only it was compared with the other.
    """
    rows = db.read("read_personal_keys", keys=sorted(records), names=list(COUNTED))
    sealed = [row for row in rows if row["compartment"] != OPEN]
    keys: dict[str, MatchKey] = {}
    for row in sealed or rows:
        value = row["id"].removeprefix(key_id(row["name"], "", row["compartment"]))
        keys[row["id"]] = MatchKey(row["name"], value, row["compartment"], cap=0)
    return shares_of(keys, {row["id"]: Fill(row["count"], stopped=False) for row in rows}, totals)
