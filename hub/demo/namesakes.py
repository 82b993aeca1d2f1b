"""Namesakes: unrelated persons with one full name, some of one age and one province."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.demo.people import REFERENCE_DAY

if TYPE_CHECKING:
    from hub.demo.chance import Dice
    from hub.demo.people import Person
    from hub.demo.world import World

NAMESAKES = 0.085
"""More than ten million of 66 million Thais share their full name with somebody; a small population would have
almost none of them without help."""
_TRIES = 60


def make_namesakes(world: World) -> None:
    """Give some persons the full name of a stranger; those with kin of their name only that of a stranger who
    bears it as well, for the family name stays theirs."""
    dice = world.dice
    settled = [
        p for p in world.persons if p.culture == "thai" and p.born.year < 2015 and len(p.name.spans) == 1
    ]
    bearers: dict[str, list[Person]] = {}
    for person in settled:
        bearers.setdefault(person.name_on(REFERENCE_DAY).family, []).append(person)
    for person in settled:
        if not dice.chance(NAMESAKES):
            continue
        family = person.name_on(REFERENCE_DAY).family
        other = _stranger(person, settled if _alone_with_name(person, family) else bearers[family], dice)
        if other is not None:
            person.name.spans[0] = (person.born, other.name_on(REFERENCE_DAY))


def _alone_with_name(person: Person, family: str) -> bool:
    """Nobody in the population has the family name from this person, nor this person from anybody."""
    kin = [*person.children, *([person.spouse] if person.spouse else [])]
    return person.mother is None and all(each.name_on(REFERENCE_DAY).family != family for each in kin)


def _stranger(person: Person, among: list[Person], dice: Dice) -> Person | None:
    """Somebody unrelated, of the same sex and often of nearly the same age."""
    for _ in range(_TRIES):
        other = dice.choice(among)
        near = abs(other.born.year - person.born.year) <= dice.choice((0, 1, 1, 3, 8))
        if near and other.sex == person.sex and other.kindred != person.kindred:
            return other
    return None
