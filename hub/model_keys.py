"""The match keys of the graph follow the model in force: by them single records find whom they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.live import publish_keys
from graph.migrate import migrate
from hub.database import open_database
from identity.linking.scorer import Scorer

if TYPE_CHECKING:
    from hub.settings import Settings
    from identity.linking import Model


def has_graph(settings: Settings) -> bool:
    """Whether there is a graph that a model could be in force for: one of your own, or an embedded one begun here."""
    return settings.neo4j_uri is not None or (settings.data_dir / "neo4j").exists()


def give_keys(settings: Settings, model: Model) -> int:
    """Give every current record of the graph the keys of this model; how many had others. Run again it writes nothing."""
    if not has_graph(settings):
        return 0
    with open_database(settings) as db:
        migrate(db)
        return publish_keys(db, Scorer(model))
