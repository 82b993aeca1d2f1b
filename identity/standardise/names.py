"""A person's name in its parts: title off, given, middle and family names told apart, folds and sound keys."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from identity.standardise.folding import fold
from identity.standardise.name_parts import split_name
from identity.standardise.sounds import sound_key
from identity.standardise.text import clean_value
from identity.standardise.titles import standardise_title


@dataclass(frozen=True, slots=True)
class Name:
    """A standardised name. Parts are cleaned for reading; folds and sounds are ASCII, None where the part is."""

    title: str | None = None
    sex: str | None = None
    given: str | None = None
    middle: str | None = None
    family: str | None = None
    full: str | None = None
    nickname: str | None = None
    given_fold: str | None = None
    middle_fold: str | None = None
    family_fold: str | None = None
    full_fold: str | None = None
    given_sound: str | None = None
    family_sound: str | None = None


@lru_cache(maxsize=1 << 17)
def standardise_name(
    given: str | None = None,
    *,
    middle: str | None = None,
    family: str | None = None,
    full: str | None = None,
    title: str | None = None,
    nickname: str | None = None,
) -> Name:
    """The name in parts; a full name is split only where no given and no family name is stated beside it.

    Titles are found in their own column and in front of the given or full name. แซ่, ณ and the particles of
    other languages stay with the family name. Missing parts are None: a single name is a given name.
    """
    parts = split_name(_known(given), middle=_known(middle), family=_known(family), full=_known(full))
    titles = [known for known in (standardise_title(title) if title else None, parts.title) if known]
    return Name(
        title=next((known.name for known in titles if known.name), None),
        sex=next((known.sex for known in titles if known.sex), None),
        given=parts.given,
        middle=parts.middle,
        family=parts.family,
        full=parts.full,
        nickname=_known(nickname) or parts.nickname,
        given_fold=_folded(parts.given),
        middle_fold=_folded(parts.middle),
        family_fold=_folded(parts.family),
        full_fold=" ".join(sorted(fold(parts.full or "").split())) or None,
        given_sound=_sound(parts.given),
        family_sound=_sound(parts.family),
    )


def _known(part: str | None) -> str | None:
    return clean_value(part) if part else None


def _folded(part: str | None) -> str | None:
    return (fold(part) or None) if part else None


def _sound(part: str | None) -> str | None:
    return (sound_key(part) or None) if part else None
