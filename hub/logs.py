"""Structured logs: one JSON object a line, made only of fields that can hold no personal data."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hub.settings import Settings

LOGGER = logging.getLogger("hub")

FIELDS = frozenset(
    {
        # Requests.
        "method", "path", "status", "milliseconds", "agency", "client", "role", "purpose", "policy", "correlation", "code", "operation",
        # Work.
        "source", "feed", "rows", "records", "quarantined", "persons", "households", "links", "seconds", "model", "step", "attempt", "port",
    }
)  # fmt: skip
"""The only names an entry may carry. Values of a person, free text and query documents have none."""


def log(event: str, /, *, level: int = logging.INFO, **fields: str | int | float | None) -> None:
    """Write one entry. A field outside FIELDS is a programming error: ValueError, so that a test finds it."""
    unknown = fields.keys() - FIELDS
    if unknown:
        raise ValueError(f"not a log field: {', '.join(sorted(unknown))}")
    LOGGER.log(level, event, extra={"fields": fields})


OURS = frozenset({"auth", "graph", "hub", "identity", "resolvers", "welfare"})
"""Loggers of this code, whose messages are written to hold no personal data."""


class JsonFormatter(logging.Formatter):
    """Renders an entry as JSON. An exception is told by its type and place alone: its message may quote data."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[0] is not None:
            entry["exception"] = record.exc_info[0].__name__
            entry["frames"] = _frames(record)
        return json.dumps(entry, ensure_ascii=False, default=str)


def _event(record: logging.LogRecord) -> str:
    """What happened. Of what others log only words that stand in their code are told, and the place.

    A template without its arguments is such words. A text without arguments may have been put together from
    anything (asyncio writes the whole exception into it); uvicorn's own single lines are known not to be.
    """
    room = record.name.partition(".")[0]
    if room in OURS:
        return record.getMessage()
    place = f"{record.module}:{record.lineno}"
    template = isinstance(record.msg, str) and (record.args or (room == "uvicorn" and "\n" not in record.msg))
    return f"{record.msg} ({place})" if template else place


def _frames(record: logging.LogRecord) -> list[str]:
    frames: list[str] = []
    trace = record.exc_info[2] if record.exc_info else None
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}:{code.co_name}")
        trace = trace.tb_next
    return frames[-5:]


def configure_logs(settings: Settings) -> None:
    """Send every log entry to standard error as JSON; other libraries speak from WARNING up."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    LOGGER.setLevel(settings.log_level)
    # An entry that cannot be rendered must not be printed raw instead: its arguments may be anything.
    logging.raiseExceptions = False
