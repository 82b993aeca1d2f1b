"""E-mail addresses, in lower case."""

from __future__ import annotations

import re
from functools import lru_cache

from identity.standardise.text import clean

_ADDRESS = re.compile(r"[^\s@,;<>()]+@[^\s@,;<>()]+\.[^\s@,;<>().]+")


@lru_cache(maxsize=1 << 16)
def standardise_email(text: str) -> str | None:
    """The first address in the text, in lower case; None where there is none."""
    found = _ADDRESS.search(clean(text).casefold())
    return found[0] if found else None
