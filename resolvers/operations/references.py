"""References: an operation names a person, record or household, and the compiler fetches what was asked of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from resolvers.enrolment import Enrolment
    from resolvers.household import Household
    from resolvers.person import Person
    from resolvers.source_record import SourceRecord


@dataclass(frozen=True, slots=True)
class Reference:
    """One node of the graph by its plain id. To a caller who may not see it, it is null, as if it did not exist."""

    kind: str
    id: str


def person_ref(person_id: str) -> Person:
    """A person by id; a retired id stands for the person or persons it became."""
    return cast("Person", Reference("Person", person_id))


def household_ref(household_id: str) -> Household:
    """A household by id."""
    return cast("Household", Reference("Household", household_id))


def source_record_ref(version_id: str) -> SourceRecord:
    """One version of a record by `key@version`."""
    return cast("SourceRecord", Reference("SourceRecord", version_id))


def enrolment_ref(record_key: str) -> Enrolment:
    """An enrolment by the key of the record that evidences it."""
    return cast("Enrolment", Reference("Enrolment", record_key))
