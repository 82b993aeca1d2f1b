"""Numbers of the civil register: citizen ids that check, school G-codes, house codes, phone numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from hub.demo.chance import Dice

REGISTERED_AT_BIRTH_FROM = (1984, 6, 1)
"""Since 1 June 1984 a birth in time gets a number beginning with 1, a late one 2; older people hold 3, 4 or 5."""


def check_digit(twelve: str) -> str:
    """The thirteenth digit: (11 - sum((14-i) * d_i) mod 11) mod 10 (Department of Provincial Administration)."""
    total = sum((13 - place) * int(digit) for place, digit in enumerate(twelve))
    return str((11 - total % 11) % 10)


class NumberOffice:
    """Issues numbers, none twice. The issuing district (4 digits) stands in digits 2 to 5 and never changes."""

    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self._issued: set[str] = set()

    def citizen_id(self, category: str, office: str, *, beside: str | None = None) -> str:
        """A new 13-digit number. `beside` asks for the page of another number, as for twins registered together
        or a family entered into the first computerised house register on one day."""
        for attempt in range(10_000):
            page = beside[:10] if beside and attempt < 90 else f"{category}{office}{self._dice.digits(5)}"
            last = (int(beside[10:12]) + 1 + attempt) % 100 if beside else int(self._dice.digits(2))
            number = f"{page}{last:02d}"
            number += check_digit(number)
            if number not in self._issued:
                self._issued.add(number)
                return number
        message = f"office {office} has no free number in category {category}"
        raise RuntimeError(message)

    def g_code(self, office: str) -> str:
        """A school's code for a pupil without a number: G, then 12 digits, of which none is a check digit."""
        return self._fresh("G" + office[:2], 10)

    def house_code(self, office: str) -> str:
        """An 11-digit house code; the first four digits are the office that issued it."""
        return self._fresh(office, 7)

    def mobile(self) -> str:
        """A mobile number in national form."""
        return self._fresh(self._dice.choice(("08", "08", "09", "06")), 8)

    def _fresh(self, prefix: str, count: int) -> str:
        while (number := prefix + self._dice.digits(count)) in self._issued:
            pass
        self._issued.add(number)
        return number


def category_at_birth(born: date, dice: Dice) -> str:
    """The first digit a Thai national's number begins with."""
    if (born.year, born.month, born.day) >= REGISTERED_AT_BIRTH_FROM:
        return "1" if dice.chance(0.93) else "2"
    return "3" if dice.chance(0.86) else dice.choice("45")
