"""What becomes of one record that is taken in, and whom a record that is only asked about resembles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from identity.doubt import Doubt
    from identity.linking.scorer import Compared

Change = Literal["new", "changed", "unchanged", "past"]
"""`past`: a version older than what is known, kept with the history and nowhere else."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where one record went. `key` is the record's, `version` its current one; `person` is whom it identifies now (None
    for a record of a batch that was not resolved yet), `created` whether that person is new. `merged` are the ids that were retired because it showed them to be one
    person with `person`; `doubts` wait for a human. `again` are
    the keys of records that this one made to be placed again."""

    key: str
    version: int
    change: Change
    person: str | None
    created: bool = False
    merged: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    again: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A person a record may be about. `weight` is the match weight in bits, the prior included, of `record`, the
    person's record that resembles it most; `probability` says the same from 0 to 1; `compared` tells why."""

    person: str
    record: str
    weight: float
    probability: float
    compared: Compared
