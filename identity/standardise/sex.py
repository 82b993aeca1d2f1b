"""Sex as the standard table states it: male, female or nothing."""

from __future__ import annotations

from functools import lru_cache

from identity.standardise.text import clean, words

_MALE = words("m male man boy 1 ช ช. ชาย เพศชาย ผู้ชาย ด.ช. เด็กชาย")
_FEMALE = words("f female woman girl 2 ญ ญ. หญิง เพศหญิง ผู้หญิง ด.ญ. เด็กหญิง")


@lru_cache(maxsize=1024)
def standardise_sex(text: str) -> str | None:
    """`male`, `female` or None; 1 and 2 are read as ISO/IEC 5218 has them."""
    word = clean(text).casefold()
    if word in _MALE:
        return "male"
    return "female" if word in _FEMALE else None
