"""How much the parts of a whole name tell: the rarer a part, the more bits."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from math import floor, log2
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from identity.linking.frequencies import Shares

TOKEN_UNIT = 100_000_000
"""A name part is kept as one integer: its information in bits times this, plus a number that stands for the part."""

MOST_BITS = 32


def parts_of(full_fold: str | None) -> list[str] | None:
    """The different parts of a folded whole name in alphabetical order; None where there are none."""
    return sorted({part for part in (full_fold or "").split(" ") if part}) or None


def codes_of(parts: list[str], shares: Shares) -> list[int]:
    """The integer of each part, by the share of records that hold it."""
    return [bits_of(shares.of(part)) * TOKEN_UNIT + _number(part) for part in parts]


def bits_of(share: float) -> int:
    """What it tells that two records share a part which that share of all records holds, in whole bits."""
    return min(MOST_BITS, floor(0.5 - log2(share)))


@lru_cache(maxsize=200_000)
def _number(part: str) -> int:
    """The same for the same part in every process. Two parts of one number and rarity are one in 10^8 pairs."""
    return int.from_bytes(blake2b(part.encode(), digest_size=8).digest(), "big") % TOKEN_UNIT
