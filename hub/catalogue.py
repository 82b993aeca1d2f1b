"""The sources the hub knows: every mapping file of a directory, with its agencies and programmes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from hub.errors import InvalidMapping, UnknownSource
from hub.feeds import SourceMapping, load_mapping
from identity.resolution import OPEN, SourceTraits

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_REFERENCE = {"agencies.yaml", "programmes.yaml"}


@dataclass(frozen=True, slots=True)
class SourceCatalogue:
    """`sources` by name; agencies and programmes as rows of docs/graph.md."""

    sources: Mapping[str, SourceMapping]
    agencies: tuple[dict[str, Any], ...]
    programmes: tuple[dict[str, Any], ...]

    def source(self, name: str) -> SourceMapping:
        """The mapping of a source; UnknownSource lists those there are."""
        try:
            return self.sources[name]
        except KeyError:
            raise UnknownSource(f"No source {name}; known are {', '.join(sorted(self.sources))}.") from None

    @property
    def sealed(self) -> dict[str, str]:
        """Compartment by name of every sealed source."""
        return {m.source: m.compartment for m in self.sources.values() if m.compartment != OPEN}

    @property
    def traits(self) -> dict[str, SourceTraits]:
        """What resolution must know of each source, by its name."""
        return {m.source: SourceTraits(m.compartment, m.trust) for m in self.sources.values()}


def load_catalogue(directory: Path) -> SourceCatalogue:
    """Read every mapping of a directory; InvalidMapping when one is wrong or two have one name."""
    mappings = [
        load_mapping(path) for path in sorted(directory.glob("*.yaml")) if path.name not in _REFERENCE
    ]
    by_name = {mapping.source: mapping for mapping in mappings}
    if len(by_name) < len(mappings):
        raise InvalidMapping(f"{directory}: two mapping files name the same source.")
    return SourceCatalogue(by_name, _rows(directory / "agencies.yaml"), _rows(directory / "programmes.yaml"))


def _rows(path: Path) -> tuple[dict[str, Any], ...]:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    rows = content if isinstance(content, list) else content.get(path.stem)
    if not isinstance(rows, list):
        raise InvalidMapping(f"{path}: a list of {path.stem} is expected.")
    return tuple(rows)
