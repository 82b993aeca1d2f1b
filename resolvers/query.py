"""Query: the questions that may be put to the hub."""

from typing import Annotated

import strawberry

from resolvers.compiler.vocabulary import Bound, Root, means, value
from resolvers.enrolment import Programme
from resolvers.household import Household
from resolvers.person import Person
from resolvers.relay import After, Connection, First, Node, page
from resolvers.viewer import Viewer

PlainOrGlobal = Annotated[strawberry.ID, strawberry.argument(description="The global id, or the plain one.")]
Province = Annotated[str | None, strawberry.argument(description="Only in this province (Thai name).")]
District = Annotated[str | None, strawberry.argument(description="Only in this district (Thai name).")]


@strawberry.type(description="A person found by name, how well the name fits, and why.")
class PersonMatch:
    person: Person = means(Bound("person"), "The person.")
    score: float = value("How well the person fits what was asked, 0 to 1.")
    reasons: list[str] = value(
        "Why: GIVEN_EXACT, GIVEN_SOUNDS_ALIKE or GIVEN_SIMILAR, the same for FAMILY; BIRTH_YEAR or BIRTH_YEAR_NEAR."
    )


def _global_id(id: Annotated[strawberry.ID, strawberry.argument(description="A global id.")]) -> None:  # noqa: A002
    """The argument of `node`."""


def _id(id: PlainOrGlobal) -> None:  # noqa: A002
    """The argument of a look-up by id."""


def _identifier(
    value: Annotated[
        str, strawberry.argument(description="Citizen id or G-code; blanks, dashes and Thai digits do.")
    ],
) -> None:
    """The argument of `personByIdentifier`."""


def _search(
    name: Annotated[
        str, strawberry.argument(description="Given name, family name, or both; a title may stand before.")
    ],
    first: First,
    birth_year: Annotated[
        int | None, strawberry.argument(description="Year of birth, common era; ranks.")
    ] = None,
    province: Province = None,
    after: After = None,
) -> None:
    """The arguments of `searchPersons`."""


def _persons(first: First, province: Province = None, district: District = None, after: After = None) -> None:
    """The arguments of `persons`."""


def _crosswalk(
    source: Annotated[str, strawberry.argument(description="The register.")],
    record_id: Annotated[str, strawberry.argument(description="The record's id in that register.")],
) -> None:
    """The arguments of `crosswalk`."""


@strawberry.type(
    description="What may be asked. Not to be the caller's to see and not to exist look the same: null."
)
class Query:
    node: Node | None = means(
        Root("node"), "A person, household or programme by global id.", arguments=_global_id
    )
    person: Person | None = means(
        Root("person"),
        "A person by id. An id that was merged gives the person it was merged into; one that was split gives its "
        "`successors`, or the person itself where the caller may see only one of them.",
        arguments=_id,
    )
    person_by_identifier: Person | None = means(
        Root("person_by_identifier"),
        "The person with this citizen id or G-code; needs `Person.citizenId` as a filter.",
        arguments=_identifier,
    )
    search_persons: Connection[PersonMatch] = means(
        Root("search_persons"),
        "Persons whose name is, sounds or is spelt like this, best first; needs `Person.givenName` and "
        "`Person.familyName` as filters, and those of the further arguments given.",
        arguments=_search,
    )
    persons: Connection[Person] = means(
        Root("persons"),
        "The persons the caller may see, by id; needs a filter right for each argument given.",
        arguments=_persons,
    )
    household: Household | None = means(
        Root("household"),
        "A household by id. An id that was given up gives the household where its people live now, and of several its "
        "`successors`; where the caller may see none of them, the household as it was.",
        arguments=_id,
    )
    programmes: Connection[Programme] = means(
        Root("programmes"), "All welfare services, by code.", arguments=page
    )
    crosswalk: Person | None = means(
        Root("crosswalk"),
        "The person that an agency's register knows under this record id; needs `Person.crosswalk` as a filter.",
        arguments=_crosswalk,
    )
    viewer: Viewer = means(Root("viewer"), "Who the caller is, and what they may see.")
