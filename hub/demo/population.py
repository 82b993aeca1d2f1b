"""Makes the population and writes everything that is known of it: six registers, and the truth beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hub.demo.chance import Dice
from hub.demo.families import found_family
from hub.demo.life_events import live_on, move_house
from hub.demo.namesakes import make_namesakes
from hub.demo.places import HIGHLAND_PROVINCES, MALAY_PROVINCES
from hub.demo.registers import REGISTERS, write_register
from hub.demo.shelters import open_shelter
from hub.demo.truth import write_truth
from hub.demo.world import World

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from hub.demo.homes import Household
    from hub.demo.people import Culture, Person
    from hub.demo.places import Village

DEFAULT_PERSONS = 2_000
DEFAULT_SEED = 1
FAMILIES_PER_SHELTER = 60
POOR = 0.42
"""Share of households the poor-family relief knows."""


@dataclass(frozen=True, slots=True)
class PopulationSummary:
    """What was written. `records` and `bad_rows` count by source, `mistakes` by source and kind: (made, chances)."""

    persons: int
    households: int
    records: Mapping[str, int]
    bad_rows: Mapping[str, int]
    mistakes: Mapping[str, Mapping[str, tuple[int, int]]]
    files: Mapping[str, Path]
    truth: Mapping[str, Path]


def write_population(
    directory: Path, *, persons: int, seed: int, on_progress: Callable[[str, int, int], None] | None = None
) -> PopulationSummary:
    """Write six feed files into `directory` and the truth into `directory/truth`; same arguments, same bytes.

    `on_progress(step, done, total)` is told of each step as it ends."""
    directory.mkdir(parents=True, exist_ok=True)
    tell = on_progress or _tell_nobody
    steps = len(REGISTERS) + 2
    world = make_world(persons=persons, seed=seed)
    tell("people", 1, steps)
    written = []
    for number, register in enumerate(REGISTERS, start=2):
        written.append(write_register(register, world, directory, dice=Dice(seed, register.source)))
        tell(register.source, number, steps)
    truth = write_truth(world, [entry for each in written for entry in each.entries], directory / "truth")
    tell("truth", steps, steps)
    return PopulationSummary(
        persons=len(world.persons),
        households=len({person.household.last.id for person in world.persons if person.household.last}),
        records={each.source: len(each.entries) for each in written},
        bad_rows={each.source: each.bad_rows for each in written},
        mistakes={each.source: each.mistakes for each in written},
        files={each.source: each.path for each in written},
        truth=truth,
    )


def make_world(*, persons: int, seed: int) -> World:
    """Everybody who lives, with everything that happened to them."""
    dice = Dice(seed, "people")
    world = World.empty(persons, dice)
    families = 0
    while world.room:
        village = world.atlas.anywhere(dice)
        found_family(world, village, _culture(village, dice))
        families += 1
        if families % FAMILIES_PER_SHELTER == 8:
            open_shelter(world, world.atlas.anywhere(dice))
    for person in world.persons:
        live_on(world, person)
    members = _members(world)
    for household in world.households:
        move_house(world, household, members.get(household.id, []))
        household.poor = dice.chance(POOR)
    make_namesakes(world)
    return world


def _culture(village: Village, dice: Dice) -> Culture:
    """Which naming custom a family of this place follows."""
    if village.province.code in MALAY_PROVINCES and dice.chance(0.75):
        return "malay"
    if village.province.code in HIGHLAND_PROVINCES and dice.chance(0.25):
        return "hmong" if dice.chance(0.4) else "highland"
    if village.province.code == "11" and dice.chance(0.15):
        return "migrant"
    return "chinese" if dice.chance(0.05) else "thai"


def _members(world: World) -> dict[str, list[Person]]:
    members: dict[str, list[Person]] = {}
    for person in world.persons:
        homes: list[Household] = [home for _, home in person.household.spans]
        for home in dict.fromkeys(homes):
            members.setdefault(home.id, []).append(person)
    return members


def _tell_nobody(step: str, done: int, total: int) -> None:
    """Progress that nobody asked for."""
