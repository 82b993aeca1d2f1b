"""docs/sources.md says of mappings, canonical fields and the quarantine what the code does, no less and no more."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from hub.feeds import SourceMapping, load_mapping
from hub.feeds.mapping import Limits
from hub.feeds.quarantine import MARKS
from identity.records import CANONICAL_FIELDS, REGISTERED_FIELDS

DOCS = Path(__file__).parents[2] / "docs"
TEXT = (DOCS / "sources.md").read_text(encoding="utf-8")


def first_cells(header: str) -> list[str]:
    """The words in code font of the first column of the table that begins with this header."""
    table = TEXT.split(f"| {header} |", 1)[1].split("\n\n", 1)[0]
    cells = [line.split(" | ")[0] for line in table.splitlines() if line.startswith("| `")]
    return [word for cell in cells for word in re.findall(r"`(\w+)`", cell)]


@pytest.fixture
def example(tmp_path: Path) -> SourceMapping:
    block = re.search(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    assert block is not None
    (tmp_path / "example.yaml").write_text(block[1], encoding="utf-8")
    return load_mapping(tmp_path / "example.yaml")


def test_every_key_of_a_mapping_is_explained_in_the_order_of_the_code() -> None:
    assert first_cells("key") == list(SourceMapping.model_fields)


def test_the_example_is_a_mapping_that_uses_every_key(example: SourceMapping) -> None:
    assert example.model_fields_set == set(SourceMapping.model_fields)


def test_every_documented_default_of_a_mapping_is_the_real_one() -> None:
    for name, default in re.findall(r"^\| `(\w+)` \| `(\w+)` \|", TEXT, re.MULTILINE):
        assert default == str(SourceMapping.model_fields[name].default), name
    needed = re.findall(r"^\| `(\w+)` \| needed \|", TEXT, re.MULTILINE)
    assert needed == [name for name, field in SourceMapping.model_fields.items() if field.is_required()]


def test_every_canonical_field_is_listed() -> None:
    assert "each of these with `registered_` before it" in TEXT
    assert sorted([*first_cells("fields"), *REGISTERED_FIELDS]) == sorted(CANONICAL_FIELDS)


def test_the_columns_of_a_quarantine_file_are_those_explained() -> None:
    assert tuple(first_cells("column")) == MARKS


def test_every_limit_of_a_source_is_in_the_settings_page() -> None:
    settings = (DOCS / "settings.md").read_text(encoding="utf-8").split("## Limits of a source", 1)[1]
    assert re.findall(r"^\| `(\w+)` \|", settings, re.MULTILINE) == list(Limits.model_fields)


def test_the_agency_and_programme_of_the_example_exist(example: SourceMapping) -> None:
    sources = DOCS.parent / "hub" / "sources"
    for name, code in (("agencies", example.agency), ("programmes", example.programme)):
        rows = yaml.safe_load((sources / f"{name}.yaml").read_text(encoding="utf-8"))[name]
        assert code in {row["code"] for row in rows}
