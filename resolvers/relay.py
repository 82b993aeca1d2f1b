"""The Relay types: nodes with global ids, connections, edges and pages."""

from typing import Annotated, Generic, TypeVar

import strawberry

from resolvers.compiler.vocabulary import GlobalId, means

MAX_PAGE = 100
"""The most rows one page of a list may have."""

Row = TypeVar("Row")

First = Annotated[int, strawberry.argument(description=f"How many rows at most, 1 to {MAX_PAGE}.")]
After = Annotated[
    str | None,
    strawberry.argument(description="The cursor after which to go on; absent: from the beginning."),
]
History = Annotated[
    bool, strawberry.argument(description="Also what was held true earlier and is no longer; absent: false.")
]


@strawberry.interface(description="Something that can be fetched again by its global id.")
class Node:
    id: strawberry.ID = means(GlobalId(), "The opaque global id; the same thing has the same one for ever.")


@strawberry.type(description="Where a page stands in its list.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether rows follow after this page.")
    has_previous_page: bool = strawberry.field(description="Whether the page was asked for with a cursor.")
    start_cursor: str | None = strawberry.field(
        description="The cursor of the first row; null on an empty page."
    )
    end_cursor: str | None = strawberry.field(
        description="The cursor of the last row; null on an empty page."
    )


@strawberry.type(description="One row of a page and its place in the list.")
class Edge(Generic[Row]):
    cursor: str = strawberry.field(description="The row's place, to go on from.")
    node: Row = strawberry.field(description="The row.")


@strawberry.type(description="One page of a list.")
class Connection(Generic[Row]):
    edges: list[Edge[Row]] = strawberry.field(description="The rows with their places.")
    nodes: list[Row] = strawberry.field(description="The rows alone.")
    page_info: PageInfo = strawberry.field(description="Where the page stands.")


def page(first: First, after: After = None) -> None:
    """The arguments of every paged list."""


def page_with_history(first: First, after: After = None, history: History = False) -> None:
    """The arguments of a paged list that also knows its past."""
