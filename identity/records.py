"""The record as an agency sent it, and the flat table of comparable columns made from it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Mapping

PERSON_FIELDS = (
    "citizen_id",
    "title",
    "given_name",
    "middle_name",
    "family_name",
    "full_name",
    "nickname",
    "sex",
    "birth_date",
    "death_date",
    "phone",
    "email",
)
ADDRESS_FIELDS = (
    "house_code",
    "building_number",
    "township_number",
    "sub_lane",
    "lane",
    "street_name",
    "sub_district",
    "district",
    "province",
    "postcode",
    "address",
)
REGISTERED_FIELDS = tuple(f"registered_{name}" for name in ADDRESS_FIELDS)
"""The address of the house register, where a source states it beside the living address."""
HOUSEHOLD_FIELDS = ("household_id", "relationship")
ENROLMENT_FIELDS = ("enrolled_since", "enrolled_until", "benefit_amount", "recorded_on")
"""Facts about the service the record belongs to; `recorded_on` dates the whole record."""

CANONICAL_FIELDS = PERSON_FIELDS + ADDRESS_FIELDS + REGISTERED_FIELDS + HOUSEHOLD_FIELDS + ENROLMENT_FIELDS

RELATIONSHIPS = (
    "head",
    "spouse",
    "child",
    "parent",
    "grandchild",
    "grandparent",
    "sibling",
    "relative",
    "guardian",
    "applicant",
    "other",
)
"""`relationship` after standardisation: what the person is to the head (or applicant) of the household."""


LONGEST_VALUE = 300
"""Characters of a record's id or of a value under a canonical name: what is looked up must fit into an index, of which an
entry holds 8 kB, whatever a few of them come to together."""
LONGEST_ATTRIBUTE = 2_000
"""Characters of the value of a declared attribute."""


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One row of a feed under canonical names, every value as sent; empty values are absent."""

    source: str
    record_id: str
    values: Mapping[str, str]
    attributes: Mapping[str, str] = field(default_factory=dict[str, str])
    line: int = 0

    @property
    def key(self) -> str:
        """The record's name across all sources: `source/record_id`."""
        return f"{self.source}/{self.record_id}"

    @property
    def content_hash(self) -> str:
        """SHA-256 (hex) of what was sent, whatever the order of the columns."""
        parts = [f"{name}\x1f{self.values[name]}" for name in sorted(self.values)]
        parts += [f"@{name}\x1f{self.attributes[name]}" for name in sorted(self.attributes)]
        return hashlib.sha256("\x1e".join(parts).encode()).hexdigest()


_TEXT = (
    # Whose row it is.
    "key",
    "source",
    "record_id",
    # Cleaned for people to read: NFC, repaired, digits folded, title split off.
    "title",
    "sex",  # male | female
    "given_name",
    "middle_name",
    "family_name",
    "full_name",
    "nickname",
    # For comparison: one-to-one ASCII folds (edit distances count letters) and sound keys.
    "given_fold",
    "middle_fold",
    "family_fold",
    "full_fold",  # sorted tokens of every name part, joined by one blank
    "given_sound",
    "family_sound",
    # ISO 8601; present only at precision `day`.
    "birth_date",
    "birth_precision",  # day | month | year | approximate
    "death_date",
    # Only numbers that can be somebody's: checked digits, undamaged.
    "citizen_id",
    "citizen_id_kind",  # thai | temporary (first digit 0, 6, 7) | alien (8) | g_code | foreign
    "phone",  # digits, national form 0812345678; other locales: digits
    "email",
    "house_code",
    "building_number",
    "township_number",
    "sub_lane",
    "lane",
    "street_name",
    "sub_district",
    "district",
    "province",
    "sub_district_code",
    "district_code",
    "province_code",
    "postcode",
    "registered_house_code",
    "registered_building_number",
    "registered_township_number",
    "registered_sub_district_code",
    "registered_district_code",
    "registered_province_code",
    "household_id",  # scoped: `source:household_id`
    "relationship",
    "recorded_on",
)
_NUMBERS = ("birth_year", "birth_month", "birth_day")

ATTRIBUTE_PREFIX = "attr_"
"""Declared attributes follow the standard columns, cleaned, as `attr_<name>`."""


def standard_schema(attributes: tuple[str, ...] = ()) -> pa.Schema:
    """The columns of a standardised table: one row a record, every column nullable but `key`."""
    columns = [pa.field(name, pa.string(), nullable=name != "key") for name in _TEXT]
    columns += [pa.field(name, pa.int32()) for name in _NUMBERS]
    columns += [pa.field(ATTRIBUTE_PREFIX + name, pa.string()) for name in attributes]
    return pa.schema(columns)
