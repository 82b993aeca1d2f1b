"""What a field of the schema may mean in the graph: the closed vocabulary from which all Cypher is composed.

Templates name variables of the row in braces. `{self}` is the node or relationship behind the GraphQL type; a
hop adds `{end}` (the node it arrives at), `{tie}` (the relationship) and `{via}` (a node it passes through).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import strawberry

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MEANING = "meaning"
"""The key of a field's metadata under which its meaning stands."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A value: an expression over the row's variables. Without one it is the property of the field's name."""

    expression: str | None = None


@dataclass(frozen=True, slots=True)
class GlobalId:
    """The plain id behind the global id of the type the field belongs to."""

    expression: str = "{self}.id"


@dataclass(frozen=True, slots=True)
class Bound:
    """An object that the row already holds under this variable."""

    variable: str


@dataclass(frozen=True, slots=True)
class OrderKey:
    """One part of the order of a list. Where `field` is set and not clear to the caller, the key is left out."""

    expression: str
    entity: str | None = None
    field: str | None = None


def _self_is_end() -> Mapping[str, str]:
    return MappingProxyType({"self": "end"})


@dataclass(frozen=True, slots=True)
class Hop:
    """One MATCH from a row to others.

    `checked` names the variables of the pattern that are rows of an entity: the caller's row policy is put on
    each, and the field is denied unless every one of these entities, and those of `needs`, is granted. `row`
    maps the variables of the rows arrived at to variables of the pattern. `where` is a condition of structure,
    never of access; `options` are arguments it may use as `{name}`.
    """

    pattern: str
    checked: Mapping[str, str]
    order: tuple[OrderKey, ...] = (OrderKey("{end}.id"),)
    row: Mapping[str, str] = field(default_factory=_self_is_end)
    where: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    """Variables that are persons no longer in use: only their compartment is checked."""
    explains: tuple[str, str] | None = None
    """The value, as (entity, field), that the rows are the evidence of: whoever does not see it in clear sees none."""
    repeats: bool = False
    """Whether the pattern can arrive at one row on several ways."""


@dataclass(frozen=True, slots=True)
class One:
    """The first row of a hop, or null."""

    hop: Hop


@dataclass(frozen=True, slots=True)
class Some:
    """The rows of a hop as a plain list, never more than `limit`."""

    hop: Hop
    limit: int


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids of a hop's rows, as global ids of the type `of`, never more than `limit`."""

    hop: Hop
    of: str
    limit: int


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of a hop as a Relay connection."""

    hop: Hop


@dataclass(frozen=True, slots=True)
class Unwound:
    """A list made from the row itself: `UNWIND source AS item`, kept where `where` holds, in the order of `order`."""

    source: str
    where: str
    order: str


@dataclass(frozen=True, slots=True)
class Root:
    """A field of Query; `resolvers.compiler.roots` has a function of this name that compiles it."""

    compiler: str


@dataclass(frozen=True, slots=True)
class Performed:
    """A field of Query or Mutation that an operation of `resolvers.operations` answers, whose name it has."""

    operation: str


Meaning = Stored | GlobalId | Bound | One | Some | Ids | Page | Unwound | Root | Performed


def means(meaning: Meaning, description: str, *, arguments: Callable[..., Any] | None = None) -> Any:
    """A strawberry field with a meaning; `arguments` is a signature that is read and never called."""
    metadata = {MEANING: meaning}
    if arguments is None:
        return strawberry.field(description=description, metadata=metadata)
    return strawberry.field(resolver=arguments, description=description, metadata=metadata)


def value(description: str, expression: str | None = None) -> Any:
    """A field that shows one value of the row."""
    return means(Stored(expression), description)
