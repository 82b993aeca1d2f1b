"""Live resolution: one record in, its person found or founded in the same transaction."""

from graph.live.outcome import Match, Outcome
from graph.live.publishing import publish_keys
from graph.live.resolver import LiveResolver

__all__ = ["LiveResolver", "Match", "Outcome", "publish_keys"]
