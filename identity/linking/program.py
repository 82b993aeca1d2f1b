"""The Python functions that live scoring runs, written from the SQL of a model, the rules and the blocking keys.

Text is written and compiled once for each model: one function over a whole row of candidates, without a call for each
condition, is what makes three hundred candidates a matter of a millisecond. Only the translator's closed vocabulary
and numbers get into it; names of columns stand in it as numbered variables.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import log2
from typing import TYPE_CHECKING, Any

from identity.linking.compiled import Translator
from identity.linking.sql import columns_of, costly_parts, parse
from identity.linking.vocabulary import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from identity.linking.model import Comparison, Level

Vector = tuple[Any, ...]
"""The values of the compared columns of one record, in the order of the layout."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Which place of a vector holds which column."""

    columns: tuple[str, ...]
    _places: dict[str, int] = field(init=False, repr=False, default_factory=dict[str, int])

    def __post_init__(self) -> None:
        self._places.update({column: place for place, column in enumerate(self.columns)})

    def name(self, side: str, column: str) -> str:
        """The variable that holds the column of the left (`l`), the right (`r`) or the only record."""
        return f"{side or 'l'}{self._places[column]}"

    def unpacked(self, side: str, source: str) -> str:
        """A statement that gives every variable of one side its value."""
        return f"({''.join(f'{side}{place}, ' for place in range(len(self.columns)))}) = {source}"


def layout_of(conditions: Iterable[str]) -> Layout:
    """A layout of all columns that the conditions name."""
    return Layout(tuple(sorted({column for condition in conditions for column in columns_of(condition)})))


def frequency_columns(comparisons: Iterable[Comparison]) -> tuple[str, ...]:
    """The columns whose frequencies the levels ask for, in the order in which `weigher` takes them."""
    return tuple(
        sorted({level.frequency for part in comparisons for level in part.levels if level.frequency})
    )


def weigher(
    comparisons: Sequence[Comparison], layout: Layout, *, prior: float, mirrored: bool = False
) -> Callable[[Vector, Iterable[Vector], Sequence[Callable[..., float]]], list[float]]:
    """A function (record, others, frequency adjustments) -> match weights in bits.

    The record is the left one of each pair; mirrored, the right one. `prior` is in bits.
    """
    own, their = ("r", "l") if mirrored else ("l", "r")
    adjust = {column: f"adjust{number}" for number, column in enumerate(frequency_columns(comparisons))}

    def take(_: int, level: Level) -> str:
        if level.missing:
            return "pass"
        if level.frequency is None:
            return f"weight += {level.weight!r}"
        left, right = layout.name("l", level.frequency), layout.name("r", level.frequency)
        adjustment = f"{adjust[level.frequency]}({left}, {right}, {log2(level.u or 1.0)!r})"
        return f"weight += {level.weight!r} + {adjustment}"

    lines = [
        "def weigh(record, others, adjustments):",
        f"    ({''.join(f'{name}, ' for name in adjust.values())}) = adjustments",
        f"    {layout.unpacked(own, 'record')}",
        "    found = []",
        "    for other in others:",
        f"        {layout.unpacked(their, 'other')}",
        f"        weight = {prior!r}",
        *_indented(_chains(comparisons, layout, take), 8),
        "        found.append(weight)",
        "    return found",
    ]
    return _compiled(lines, "weigh")


def leveller(comparisons: Sequence[Comparison], layout: Layout) -> Callable[[Vector, Vector], list[int]]:
    """A function (left, right) -> the number of the level that each comparison takes."""
    lines = [
        "def levels(left, right):",
        f"    {layout.unpacked('l', 'left')}",
        f"    {layout.unpacked('r', 'right')}",
        "    found = []",
        *_indented(_chains(comparisons, layout, lambda place, _: f"found.append({place})"), 4),
        "    return found",
    ]
    return _compiled(lines, "levels")


def rule_finder(conditions: Sequence[str], layout: Layout) -> Callable[[Vector, Vector], int | None]:
    """A function (left, right) -> the number of the first condition that holds, None when none does."""
    kept = {sql: f"kept{number}" for number, sql in enumerate(costly_parts(conditions))}
    translator = Translator(layout.name, kept)
    lines = [
        "def first(left, right):",
        f"    {layout.unpacked('l', 'left')}",
        f"    {layout.unpacked('r', 'right')}",
        *_indented(_reset(kept), 4),
    ]
    for number, condition in enumerate(conditions):
        lines += [f"    if {translator.holds(parse(condition))}:", f"        return {number}"]
    return _compiled([*lines, "    return None"], "first")


def evaluator(expressions: Sequence[str], columns: Iterable[str]) -> Callable[[Vector], list[Any]]:
    """A function (values of the columns) -> the values of the expressions over one record."""
    layout = Layout(tuple(columns))
    translator = Translator(layout.name)
    values = [translator.value(parse(expression)) for expression in expressions]
    lines = ["def evaluate(record):", f"    {layout.unpacked('l', 'record')}", "    return ["]
    return _compiled([*lines, *(f"        {value}," for value in values), "    ]"], "evaluate")


def _chains(
    comparisons: Sequence[Comparison], layout: Layout, take: Callable[[int, Level], str]
) -> list[str]:
    """For each comparison: `if` its first level holds, take that, `elif` its second, to the last that catches all."""
    conditions = [level.condition for part in comparisons for level in part.levels if not _catches_all(level)]
    kept = {sql: f"kept{number}" for number, sql in enumerate(costly_parts(conditions))}
    translator = Translator(layout.name, kept)
    lines = _reset(kept)
    for comparison in comparisons:
        known: frozenset[str] = frozenset()
        for place, level in enumerate(comparison.levels):
            if _catches_all(level):
                lines.append("else:")
            else:
                condition = parse(level.condition)
                lines.append(f"{'elif' if place else 'if'} {translator.holds(condition, known)}:")
                known |= translator.filled_unless(condition)
            lines.append(f"    {take(place, level)}")
    return lines


def _catches_all(level: Level) -> bool:
    return level.condition.strip().upper() == "ELSE"


def _reset(kept: dict[str, str]) -> list[str]:
    return [" = ".join([*kept.values(), "unset"])] if kept else []


def _indented(lines: Iterable[str], width: int) -> list[str]:
    return [" " * width + line for line in lines]


def _compiled(lines: Iterable[str], name: str) -> Callable[..., Any]:
    space: dict[str, Any] = {"__builtins__": {"abs": abs, "len": len, "range": range}, "unset": object()}
    space |= FUNCTIONS
    exec(compile("\n".join(lines), f"<{name}>", "exec"), space)  # noqa: S102
    return space[name]
