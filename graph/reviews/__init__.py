"""Questions for humans: opened by the machine, leased to one steward at a time, answered and never edited."""

from graph.reviews.answering import Answer, Answered, answer, opinions
from graph.reviews.closing import drop_settled, drop_settled_about
from graph.reviews.opening import ids_of, open_reviews
from graph.reviews.question import Closing, Lease, Question, QueueStatus
from graph.reviews.queue import Waiting, assign, counts, is_blind, lease, release, waiting

__all__ = [
    "Answer",
    "Answered",
    "Closing",
    "Lease",
    "Question",
    "QueueStatus",
    "Waiting",
    "answer",
    "assign",
    "counts",
    "drop_settled",
    "drop_settled_about",
    "ids_of",
    "is_blind",
    "lease",
    "open_reviews",
    "opinions",
    "release",
    "waiting",
]
