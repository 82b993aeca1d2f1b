"""The YAML mapping of one source: which column holds which canonical field, and what the source is."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from hub.errors import InvalidMapping
from identity.records import CANONICAL_FIELDS

if TYPE_CHECKING:
    from pathlib import Path

Name = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
_THAI_CODE_PAGES = frozenset({"tis-620", "tis620", "windows-874", "cp-874", "ms874", "x-windows-874"})


class Limits(BaseModel):
    """When a feed is refused as a whole."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    duplicate_rows: Annotated[float, Field(gt=0, le=1)] = 0.5
    """Share of rows that repeat an earlier row in everything but the record id."""
    records_per_person: Annotated[int, Field(ge=1)] = 5
    """Rows with one valid citizen id, or alike in everything but the record id."""
    undecodable_rows: Annotated[float, Field(ge=0, le=1)] = 0.01
    """Share of rows whose bytes do not fit the encoding; fewer go to the quarantine."""


class SourceMapping(BaseModel):
    """One source. `fields` and `attributes` map our name to the column of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)

    source: Name
    title: dict[str, str] = Field(default_factory=dict)
    agency: str = ""
    trust: Annotated[int, Field(ge=1, le=100)] = 50
    compartment: str = "open"
    programme: str | None = None
    format: Literal["csv", "parquet"] = "csv"
    locale: Literal["th", "en"] = "th"
    encoding: str | None = None
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    """Absent: comma, semicolon, tab or bar, told apart by the header."""
    record_id: str
    fields: dict[str, str] = Field(default_factory=dict)
    attributes: dict[Name, str] = Field(default_factory=dict)
    limits: Limits = Limits()

    @field_validator("fields")
    @classmethod
    def _fields_are_canonical(cls, fields: dict[str, str]) -> dict[str, str]:
        unknown = sorted(set(fields) - set(CANONICAL_FIELDS))
        if unknown:
            raise ValueError(
                f"not canonical fields: {', '.join(unknown)}; known are {', '.join(CANONICAL_FIELDS)}"
            )
        return fields

    @field_validator("encoding")
    @classmethod
    def _encoding_is_known(cls, encoding: str | None) -> str | None:
        if encoding is None:
            return None
        try:
            name = codecs.lookup("cp874" if encoding.lower() in _THAI_CODE_PAGES else encoding).name
            # Python also lists codecs that are no encodings of text, such as base64.
            b"text".decode(name, errors="ignore")
        except LookupError:
            raise ValueError(f"{encoding!r} is not an encoding of text") from None
        return name

    @property
    def columns(self) -> frozenset[str]:
        """Every column that the file must have."""
        return frozenset({self.record_id, *self.fields.values(), *self.attributes.values()})


class _Loader(yaml.SafeLoader):
    """YAML in which a name given twice is an error: of two columns for one field, one would be lost unnoticed."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        mapping = super().construct_mapping(node, deep)
        if len(mapping) < len(node.value):
            names = [str(key.value) for key, _ in node.value]
            repeated = sorted({name for name in names if names.count(name) > 1})
            raise yaml.constructor.ConstructorError(
                problem=f"{', '.join(repeated)} is given twice", problem_mark=node.start_mark
            )
        return mapping


def load_mapping(path: Path) -> SourceMapping:
    """Read and check a mapping file; `InvalidMapping` says in one sentence what is wrong and where."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_Loader)  # noqa: S506
    except OSError as error:
        raise InvalidMapping(f"{path}: cannot be read: {error.strerror}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InvalidMapping(f"{path}: is not YAML in UTF-8: {_in_one_line(error)}.") from error
    if not isinstance(content, dict):
        raise InvalidMapping(f"{path}: `name: value` lines are expected; `source` and `record_id` at least.")
    try:
        return SourceMapping.model_validate(content)
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(map(str, e['loc'])) or 'file'}: {_told(e['msg'])}" for e in error.errors()
        )
        raise InvalidMapping(f"{path}: {problems}.") from error


def _in_one_line(error: yaml.YAMLError | UnicodeDecodeError) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        return f"{error.problem} (line {error.problem_mark.line + 1})"
    return " ".join(str(error).split())


def _told(message: str) -> str:
    return message.removeprefix("Value error, ")
