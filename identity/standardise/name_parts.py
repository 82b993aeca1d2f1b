"""Which words of a name are given, middle and family name, in Thai and in Latin letters."""

from __future__ import annotations

import re
from dataclasses import dataclass

from identity.standardise.text import clean_value, is_thai, words
from identity.standardise.titles import Title, split_title

_CLAN = re.compile(r"(?:^|(?<=\s))แซ่\s+(?=\S)")
_GLUED_CLAN = re.compile("(?<=[ก-๎])แซ่")
# (หญิง) belongs to a rank, and a former name is no nickname.
_FORMER = re.compile(r"\s*\((?:นาม)?(?:สกุล|ชื่อ)?เดิม[^()]*\)\s*")
_NICKNAME = re.compile(r"\s*(?:\((?!หญิง\)|ชาย\))(?:ชื่อเล่น\s*)?([^()]{1,30})\)|[\"“”]([^\"“”]{1,30})[\"“”])\s*")
_PARTICLES = words("ณ บิน บินติ บินตี bin binti de da del della di du la le van von der den ter")
_HONORIFICS = words(
    "sir lady lord dame baron baroness count countess earl viscount duke marquess reverend rev hon dr prof "
    "professor captain capt colonel col major general admiral lieutenant lt sergeant saint mr mrs ms miss"
)
_SUFFIXES = words("baronet bart bt jr junior sr senior esq esquire ii iii iv phd md kc qc sir")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_INITIAL_DOT = re.compile(r"(?<=\b[^\W\d_])\.(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class NameParts:
    """The words of one name; `full` holds every word, also those that are none of the three parts."""

    title: Title | None = None
    given: str | None = None
    middle: str | None = None
    family: str | None = None
    full: str | None = None
    nickname: str | None = None


def split_name(given: str | None, *, middle: str | None, family: str | None, full: str | None) -> NameParts:
    """The parts of a name whose columns are cleaned; None for a column that is not there."""
    if given is None and family is None:
        return split_full_name(full) if full else NameParts(middle=middle, full=middle)
    own_title, given = split_title(given) if given else (None, None)
    whole = split_full_name(full) if full else NameParts()
    if given and family is None and middle is None and full is None and is_thai(given) and " " in given:
        # Some forms have one name column, and a mapping calls it the given name.
        split = split_full_name(given)
        given, middle, family = split.given, split.middle, split.family
    family = joined_clan(family) if family else None
    if middle is None and whole.given == given and whole.family == family:
        middle = whole.middle
    parts = " ".join(part for part in (given, middle, family) if part)
    return NameParts(
        own_title or whole.title, given, middle, family, whole.full or parts or None, whole.nickname
    )


def joined_clan(family: str) -> str:
    """A family name with แซ่ written in one with the name of the clan."""
    return _CLAN.sub("แซ่", family)


def split_full_name(text: str) -> NameParts:
    """The parts of a cleaned full name: title, given, middle words, family name with its particles."""
    text = _GLUED_CLAN.sub(" แซ่", _FORMER.sub(" ", text)) if is_thai(text) else text
    nickname = _NICKNAME.search(text)
    if nickname is not None:
        text = f"{text[: nickname.start()]} {text[nickname.end() :]}"
    title, text = split_title(_CLAN.sub("แซ่", text.strip()))
    words, others = (_thai_words(text), []) if is_thai(text) else _latin_words(text)
    given, middle, family = (clean_value(part) if part else None for part in _by_position(words))
    return NameParts(
        title=title,
        given=given,
        middle=middle,
        family=family,
        full=" ".join(word for word in words + others if clean_value(word)) or None,
        nickname=(nickname[1] or nickname[2]) if nickname else None,
    )


def _by_position(words: list[str]) -> tuple[str | None, str | None, str | None]:
    if len(words) < 2:
        return (words[0] if words else None), None, None
    start = len(words) - 1
    while start > 1 and words[start - 1].casefold() in _PARTICLES:
        start -= 1
    return words[0], " ".join(words[1:start]) or None, " ".join(words[start:])


def _thai_words(text: str) -> list[str]:
    """The words in order; a single word before a comma is the family name."""
    head, _, tail = text.partition(",")
    first, last = head.split(), tail.replace(",", " ").split()
    return last + first if len(first) == 1 else first + last


def _latin_words(text: str) -> tuple[list[str], list[str]]:
    """Name words in order, and words after a comma that are no part of the name proper (a peer's seat)."""
    head, _, tail = _INITIAL_DOT.sub(". ", text).partition(",")
    words, others = _without_honours(head.split()), _without_honours(tail.replace(",", " ").split())
    if len(words) == 1 and others:
        return others + words, []
    return words, others


def _without_honours(words: list[str]) -> list[str]:
    bare = [word.strip(".").casefold() for word in words]
    start, end = 0, len(words)
    while start < end and (bare[start] in _HONORIFICS or _ORDINAL.fullmatch(bare[start])):
        start += 1
    while end > start and (bare[end - 1] in _SUFFIXES or _ORDINAL.fullmatch(bare[end - 1])):
        end -= 1
    return words[start:end]
