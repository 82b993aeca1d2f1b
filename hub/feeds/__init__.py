"""A department's file, read as a stream of records: mapping, encoding, refusal, quarantine."""

from hub.feeds.feed import Feed
from hub.feeds.inspection import Inspection
from hub.feeds.mapping import SourceMapping, load_mapping
from hub.feeds.quarantine import Quarantine

__all__ = ["Feed", "Inspection", "Quarantine", "SourceMapping", "load_mapping"]
