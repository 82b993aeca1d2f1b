"""The trained model: how much each level of agreement weighs. A value that travels as JSON, named by its content."""

from __future__ import annotations

import hashlib
import json
import math
import re
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from identity.clustering import Thresholds
from identity.errors import ModelMismatch

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = 2
_COLUMN = re.compile(r"\b(\w+)_[lr]\b")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of agreement.

    `condition` is SQL over columns ending in `_l` and `_r`, or ELSE; `m` and `u` are the probabilities of the
    level among pairs of one person and of two, None before training. `frequency` names the column whose rare
    values weigh more. A missing level says that one of the two has no value; it weighs nothing.
    """

    label: str
    condition: str
    m: float | None = None
    u: float | None = None
    frequency: str | None = None
    missing: bool = False

    @property
    def weight(self) -> float:
        """log2(m / u), in bits, before any adjustment for how frequent the value is."""
        return math.log2(self.m / self.u) if self.m and self.u else 0.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """One attribute compared: its levels, best first, the last one catching all."""

    name: str
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Frequency:
    """How the values of a column are spread: so many different ones, the shares of the commonest, and the average
    share of each of the others. Of a personal column no value is named."""

    distinct: int
    commonest: Mapping[str, float]
    rest: float

    def listed(self) -> pa.Table:
        """The commonest values as a table of `value` and `share`."""
        values = pa.array(self.commonest.keys(), pa.string())
        return pa.table({"value": values, "share": pa.array(self.commonest.values(), pa.float64())})


@dataclass(frozen=True, slots=True)
class Model:
    """Everything needed to score a pair again, and how it was learnt. `prior` is the probability that two
    records drawn at random are of one person."""

    comparisons: tuple[Comparison, ...]
    prior: float
    thresholds: Thresholds
    frequencies: Mapping[str, Frequency] = field(default_factory=dict[str, Frequency])
    training: Mapping[str, Any] = field(default_factory=dict[str, Any])
    nicknames: tuple[str, ...] = ()
    """Words that forms give as the nickname of many, in order: alone on a form they are no given name."""
    _named: dict[str, str] = field(default_factory=dict[str, str], init=False, repr=False, compare=False)
    """The version once it was computed: with all its frequencies a model is a long text."""

    @property
    def version(self) -> str:
        """Twelve hexadecimal digits of the SHA-256 of the content: equal models have equal versions."""
        if "version" not in self._named:
            self._named["version"] = hashlib.sha256(_canonical(self).encode()).hexdigest()[:12]
        return self._named["version"]

    @property
    def columns(self) -> frozenset[str]:
        """The columns of the working table that the conditions name."""
        return frozenset(
            column
            for comparison in self.comparisons
            for level in comparison.levels
            for column in _COLUMN.findall(level.condition)
        )

    def to_json(self) -> str:
        """The model as JSON text, with its version."""
        return json.dumps(
            {"format": FORMAT, "version": self.version, **_plain(self)},
            ensure_ascii=False,
            indent=1,
            sort_keys=True,
        )

    @classmethod
    def from_json(cls, text: str) -> Model:
        """Read what `to_json` wrote. Raises ModelMismatch for another format or a changed content."""
        try:
            model, stated = _parse(json.loads(text))
        except (KeyError, TypeError, ValueError) as error:
            raise ModelMismatch("this is not a model file of this version of the engine") from error
        if model.version != stated:
            raise ModelMismatch("the model file was changed after it was written: its version does not fit")
        return model


def _plain(model: Model) -> dict[str, Any]:
    plain = {name: value for name, value in asdict(model).items() if not name.startswith("_")}
    # A model without nicknames is the same model, by the same name, as before there were any.
    return plain if model.nicknames else {name: value for name, value in plain.items() if name != "nicknames"}


def _canonical(model: Model) -> str:
    return json.dumps(_plain(model), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _parse(plain: Mapping[str, Any]) -> tuple[Model, str]:
    if plain["format"] != FORMAT:
        raise ValueError("unknown format")
    comparisons = tuple(
        Comparison(part["name"], tuple(Level(**level) for level in part["levels"]))
        for part in plain["comparisons"]
    )
    frequencies = {name: Frequency(**part) for name, part in plain["frequencies"].items()}
    model = Model(
        comparisons=comparisons,
        prior=plain["prior"],
        thresholds=Thresholds(**plain["thresholds"]),
        frequencies=frequencies,
        training=plain["training"],
        nicknames=tuple(plain.get("nicknames", ())),
    )
    return model, plain["version"]
