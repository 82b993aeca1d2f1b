"""Every operation the API offers: to add one, write it in the file of its noun and enter it here.

Each needs a rule in `auth/operations.yaml`; `docs/contributing.md` tells the whole way.
"""

from collections.abc import Mapping
from functools import lru_cache

from resolvers.operations import answering, explain, history, matching, reviews, source_records, stewardship
from resolvers.operations.operation import Operation

QUERIES: tuple[Operation, ...] = (
    history.person_on,
    history.person_history,
    explain.why,
    explain.how,
    explain.what_if,
    matching.match_person,
    reviews.reviews,
    reviews.review_report,
)
"""Fields of Query that are computed, beside those that are compiled (`resolvers/query.py`)."""

MUTATIONS: tuple[Operation, ...] = (
    source_records.upsert_source_records,
    reviews.lease_reviews,
    reviews.release_review,
    reviews.assign_reviews,
    answering.answer_review,
    stewardship.judge,
    stewardship.merge,
    stewardship.unmerge,
    stewardship.pin,
    stewardship.unpin,
    stewardship.withdraw_judgement,
    stewardship.lodge,
    stewardship.undo,
)
"""Fields of Mutation."""


@lru_cache(maxsize=1)
def operations() -> Mapping[str, Operation]:
    """All of them by name."""
    return {each.name: each for each in (*QUERIES, *MUTATIONS)}
