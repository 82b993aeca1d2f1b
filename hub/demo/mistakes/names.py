"""Names and titles: misspelt, glued together, out of date, left out, exchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.demo.mistakes import misspelling
from hub.demo.mistakes.mistake import Desk, Mistake, always, blank

if TYPE_CHECKING:
    from collections.abc import Callable

    from hub.demo.chance import Dice
    from hub.demo.entry import Entry

_OTHER_TITLES = {"นาง": "นางสาว", "นางสาว": "นาง", "นาย": "เด็กชาย"}


def _respell_given(spell: Callable[[str, Dice], str]) -> Callable[[Entry, Desk], None]:
    def change(entry: Entry, desk: Desk) -> None:
        entry.given = spell(entry.given, desk.dice)

    return change


def _respell_family(spell: Callable[[str, Dice], str]) -> Callable[[Entry, Desk], None]:
    def change(entry: Entry, desk: Desk) -> None:
        entry.family = spell(entry.family, desk.dice)

    return change


def _respell_either(spell: Callable[[str, Dice], str]) -> Callable[[Entry, Desk], None]:
    """Given or family name, whichever has a place for the slip."""

    def change(entry: Entry, desk: Desk) -> None:
        given, family = spell(entry.given, desk.dice), spell(entry.family, desk.dice)
        if given != entry.given and (family == entry.family or desk.dice.chance(0.5)):
            entry.given = given
        else:
            entry.family = family

    return change


def _break_thai(entry: Entry, desk: Desk) -> None:
    entry.given = misspelling.broken_thai(entry.given, desk.dice, legacy=desk.legacy)


def _glue_title(entry: Entry, _: Desk) -> None:
    entry.glued = True


def _title_may_lag(entry: Entry) -> bool:
    """A woman's title is a matter of choice; a boy's lags behind until he is 18."""
    return entry.title in ("นาง", "นางสาว") or (entry.title == "นาย" and entry.person.age_on(entry.on) < 18)


def _write_other_title(entry: Entry, _: Desk) -> None:
    entry.title = _OTHER_TITLES[entry.title]


def _swap_names(entry: Entry, _: Desk) -> None:
    entry.given, entry.family = entry.family, entry.given


def _write_nickname(entry: Entry, _: Desk) -> None:
    entry.given, entry.family = entry.person.nickname, ""


def _old_families(entry: Entry) -> list[str]:
    names = entry.person.name.before(entry.on)
    return [name.family for name in names if name.family not in ("", entry.family)]


def _old_givens(entry: Entry) -> list[str]:
    return [name.given for name in entry.person.name.before(entry.on) if name.given != entry.given]


def _write_old_family(entry: Entry, _: Desk) -> None:
    entry.family = _old_families(entry)[-1]


def _write_old_given(entry: Entry, _: Desk) -> None:
    entry.given = _old_givens(entry)[-1]


def _formal(entry: Entry) -> bool:
    return "nickname_for_name" not in entry.mistakes


def _with_family(entry: Entry) -> bool:
    return bool(entry.family) and _formal(entry)


def _titled(entry: Entry) -> bool:
    return bool(entry.title)


def _toned(entry: Entry) -> bool:
    return any(mark in entry.given + entry.family for mark in misspelling.TONE_MARKS)


NAME_MISTAKES = (
    Mistake("title_out_of_date", _title_may_lag, _write_other_title),
    Mistake("title_left_out", _titled, blank("title")),
    Mistake("title_glued", _titled, _glue_title),
    Mistake("old_family_name", lambda entry: bool(_old_families(entry)), _write_old_family),
    Mistake("old_given_name", lambda entry: bool(_old_givens(entry)), _write_old_given),
    Mistake("nickname_for_name", always, _write_nickname),
    Mistake("family_left_out", _with_family, blank("family")),
    Mistake("sound_alike_given", _formal, _respell_given(misspelling.sound_alike)),
    Mistake("sound_alike_family", _with_family, _respell_family(misspelling.sound_alike)),
    Mistake("tone_mark_dropped", _toned, _respell_either(misspelling.without_tone_mark)),
    Mistake("neighbour_key", always, _respell_either(misspelling.neighbour_key)),
    Mistake("letter_dropped", always, _respell_either(misspelling.letter_dropped)),
    Mistake("broken_thai", always, _break_thai),
    Mistake("swapped_names", _with_family, _swap_names),
)
"""In the order in which they happen."""
