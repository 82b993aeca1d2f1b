"""The match keys of the graph follow the model in force: by them single records find whom they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.live import publish_keys
from graph.migrate import migrate
from hub.database import open_database
from identity.linking.scorer import Scorer

if TYPE_CHECKING:
    from collections.abc import Callable

    from hub.settings import Settings
    from identity.linking import Model


class KeysTwice:
    """Gives records the keys of a model before it comes into force, for a single record would find nobody without; and,
    once it is, again, for others came in with the keys of the model before until that moment."""

    def __init__(self, give: Callable[[Model], int]) -> None:
        """`give` says how many records had other keys."""
        self._give = give
        self.records = 0

    def before(self, model: Model) -> None:
        """The first time."""
        self.records += self._give(model)

    def after(self, model: Model) -> None:
        """The second time."""
        self.records += self._give(model)


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
