"""`hub serve`: the API until it is stopped."""

from __future__ import annotations

from hub.database import running_neo4j
from hub.logs import configure_logs
from hub.progress import shown_progress
from hub.serving import serve_until_stopped
from hub.settings import Settings


def serve() -> None:
    """Serve the GraphQL API until Ctrl-C or SIGTERM."""
    settings = Settings.from_environment()
    configure_logs(settings)
    with shown_progress() as on_progress, running_neo4j(settings, on_progress=on_progress) as connection:
        serve_until_stopped(settings, connection)
