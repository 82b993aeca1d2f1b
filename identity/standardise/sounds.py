"""The sound key of a name: Thai or English by its script."""

from __future__ import annotations

from functools import lru_cache

from identity.standardise.english_sounds import english_sound
from identity.standardise.text import clean, is_thai
from identity.standardise.thai_sounds import thai_sound


@lru_cache(maxsize=1 << 16)
def sound_key(text: str) -> str:
    """An ASCII key that spellings sounding alike share; empty where the text has no letters."""
    text = clean(text)
    return thai_sound(text) if is_thai(text) else english_sound(text)
