"""Sex and birth date: left out, coarse, guessed, slipped by a digit, a year or an era."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.demo.mistakes.mistake import Desk, Mistake, always, blank

if TYPE_CHECKING:
    from hub.demo.entry import Entry


def _turn_sex(entry: Entry, _: Desk) -> None:
    entry.sex = "female" if entry.sex == "male" else "male"


def _leave_birth_out(entry: Entry, _: Desk) -> None:
    entry.birth.stated = False


def _whole(entry: Entry) -> bool:
    return entry.birth.whole


def _guess_age(entry: Entry, desk: Desk) -> None:
    """A year or two off; for the old, often a round number."""
    guess = entry.person.age_on(entry.on) + desk.dice.choice((-2, -1, -1, 0, 0, 0, 0, 1, 1, 2))
    entry.birth.age = max(1, guess if guess < 45 or desk.dice.chance(0.5) else 5 * round(guess / 5))


def _state_year_only(entry: Entry, _: Desk) -> None:
    entry.birth.month = entry.birth.day = None


def _state_first_of_january(entry: Entry, _: Desk) -> None:
    entry.birth.month = entry.birth.day = 1


def _slip_year(entry: Entry, desk: Desk) -> None:
    entry.birth.year += desk.dice.choice((-1, 1))


def _day_is_known(entry: Entry) -> bool:
    return entry.birth.whole and "january_first" not in entry.mistakes


def _slip_day(entry: Entry, desk: Desk) -> None:
    """Mostly a neighbouring day or another ten, as a slip of the pen has it."""
    day = entry.birth.day or 0
    others = [other for other in range(1, 29) if other != day]
    near = [other for other in others if abs(other - day) in (1, 10)]
    entry.birth.day = desk.dice.choice(near if near and desk.dice.chance(0.7) else others)


def _can_be_swapped(entry: Entry) -> bool:
    birth = entry.birth
    return birth.whole and birth.day is not None and birth.day <= 12 and birth.day != birth.month


def _swap_day_and_month(entry: Entry, _: Desk) -> None:
    entry.birth.day, entry.birth.month = entry.birth.month, entry.birth.day


def _slip_era(entry: Entry, desk: Desk) -> None:
    """Mostly the other era is written; now and then 543 is added or taken away a second time."""
    entry.birth.slip = 1 if desk.dice.chance(0.8) else 2


BIRTH_MISTAKES = (
    Mistake("sex_left_out", always, blank("sex")),
    Mistake("wrong_sex", lambda entry: bool(entry.sex), _turn_sex),
    Mistake("birth_left_out", always, _leave_birth_out),
    Mistake("approximate_age", _whole, _guess_age),
    Mistake("year_only", _whole, _state_year_only),
    Mistake("january_first", _whole, _state_first_of_january),
    Mistake("year_off_by_one", _whole, _slip_year),
    Mistake("day_slip", _day_is_known, _slip_day),
    Mistake("day_month_swapped", _can_be_swapped, _swap_day_and_month),
    Mistake("era_slip", _whole, _slip_era),
)
"""In the order in which they happen."""
