"""Questions for humans: opened by the machine, leased to one steward at a time, answered and never edited."""

from graph.reviews.answering import Answer, Answered, answer, opinions
from graph.reviews.opening import drop_settled, ids_of, open_reviews
from graph.reviews.question import Lease, Question, QueueStatus
from graph.reviews.queue import Waiting, assign, counts, is_blind, lease, release, waiting

__all__ = [
    "Answer",
    "Answered",
    "Lease",
    "Question",
    "QueueStatus",
    "Waiting",
    "answer",
    "assign",
    "counts",
    "drop_settled",
    "ids_of",
    "is_blind",
    "lease",
    "open_reviews",
    "opinions",
    "release",
    "waiting",
]
