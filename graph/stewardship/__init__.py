"""Stewardship: what humans decide about persons, looked at first, carried out at once, and undone when it was wrong."""

from graph.stewardship.desk import Outcome, Steward, perform, perform_within, preview, require_possible
from graph.stewardship.wishes import (
    Judge,
    Lodge,
    Merge,
    PinValue,
    Undo,
    Unmerge,
    Unpin,
    Wish,
    WithdrawJudgement,
)

__all__ = [
    "Judge",
    "Lodge",
    "Merge",
    "Outcome",
    "PinValue",
    "Steward",
    "Undo",
    "Unmerge",
    "Unpin",
    "Wish",
    "WithdrawJudgement",
    "perform",
    "perform_within",
    "preview",
    "require_possible",
]
