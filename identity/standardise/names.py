"""A person's name in its parts: title off, given, middle and family names told apart, folds and sound keys."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from identity.standardise.folding import fold
from identity.standardise.name_parts import joined_clan, split_name
from identity.standardise.sounds import sound_key
from identity.standardise.text import clean_value
from identity.standardise.titles import Title, split_title, standardise_title


class Name(NamedTuple):
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
    if given and family and not middle and not full:
        first, last = _given(given), _family(family)
        if first is not None and last is not None:
            return _of_two(first, last, title, nickname)
    return _whole(given, middle, family, full, title, nickname)


@lru_cache(maxsize=1 << 15)
def _given(text: str) -> tuple[Title | None, str, str | None, str | None] | None:
    """A given name beside a family name: the title before it, the name, its fold and its sound."""
    known = clean_value(text)
    if known is None:
        return None
    title, given = split_title(known)
    return title, given, _folded(given), _sound(given)


@lru_cache(maxsize=1 << 15)
def _family(text: str) -> tuple[str, str | None, str | None] | None:
    """A family name beside a given name, its fold and its sound."""
    known = clean_value(text)
    if known is None:
        return None
    family = joined_clan(known)
    return family, _folded(family), _sound(family)


def _of_two(
    first: tuple[Title | None, str, str | None, str | None],
    last: tuple[str, str | None, str | None],
    title: str | None,
    nickname: str | None,
) -> Name:
    """What `_whole` makes of a given and a family name alone, put together from what is known of each."""
    own, given, given_fold, given_sound = first
    family, family_fold, family_sound = last
    called, sex = _title_and_sex(title, own)
    words = [*(given_fold or "").split(), *(family_fold or "").split()]
    words.sort()
    return Name(
        called,
        sex,
        given,
        None,
        family,
        f"{given} {family}",
        _known(nickname),
        given_fold,
        None,
        family_fold,
        " ".join(words) or None,
        given_sound,
        family_sound,
    )


@lru_cache(maxsize=1 << 15)
def _whole(
    given: str | None,
    middle: str | None,
    family: str | None,
    full: str | None,
    title: str | None,
    nickname: str | None,
) -> Name:
    parts = split_name(_known(given), middle=_known(middle), family=_known(family), full=_known(full))
    called, sex = _title_and_sex(title, parts.title)
    return Name(
        title=called,
        sex=sex,
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


def _title_and_sex(stated: str | None, found: Title | None) -> tuple[str | None, str | None]:
    """The title of its own column, else the one found before the name; likewise the sex that a title tells."""
    title = standardise_title(stated) if stated else None
    if title is None or found is None:
        one = title or found
        return ((one.name or None), (one.sex or None)) if one else (None, None)
    return (title.name or found.name or None), (title.sex or found.sex or None)


def _known(part: str | None) -> str | None:
    return clean_value(part) if part else None


def _folded(part: str | None) -> str | None:
    return (fold(part) or None) if part else None


def _sound(part: str | None) -> str | None:
    return (sound_key(part) or None) if part else None
