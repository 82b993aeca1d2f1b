"""How canonical field names are written as properties of the graph, and read back."""

from __future__ import annotations

from functools import cache

from identity.records import ATTRIBUTE_PREFIX, CANONICAL_FIELDS


@cache
def property_name(field: str) -> str:
    """The property that holds a canonical field: `given_name` -> `givenName`."""
    first, *rest = field.split("_")
    return first + "".join(part.capitalize() for part in rest)


def attribute_property(attribute: str) -> str:
    """The property that holds a further attribute of a source record, its name as declared: `attr_<name>`."""
    return ATTRIBUTE_PREFIX + attribute


CANONICAL_PROPERTIES = {property_name(field): field for field in CANONICAL_FIELDS}
"""Property -> canonical field, for everything a source record may say."""
