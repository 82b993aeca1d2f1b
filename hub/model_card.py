"""What is told of a model beside its weights: from which records it was learnt, when, and how these linked with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from identity.errors import ModelMismatch
from identity.profile import Profile, profile

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from identity.linking import Linkage


@dataclass(frozen=True, slots=True)
class ModelCard:
    """`origin` is `graph` or the names of the files, `links` counts scored pairs, `conflicts` the pairs that wait for a
    human. `profile` is the baseline that drift is measured from."""

    trained_at: datetime
    origin: str
    clusters: int
    largest_cluster: int
    conflicts: int
    profile: Profile

    @property
    def records(self) -> int:
        """Records that took part in the training."""
        return self.profile.records

    @property
    def links(self) -> int:
        """Pairs that were scored and weigh at least the floor."""
        return self.profile.links

    def as_dict(self) -> dict[str, Any]:
        """Plain data that `from_dict` reads."""
        return {
            "trained_at": self.trained_at.isoformat(timespec="seconds"),
            "origin": self.origin,
            "clusters": self.clusters,
            "largest_cluster": self.largest_cluster,
            "conflicts": self.conflicts,
            "profile": self.profile.as_dict(),
        }

    @staticmethod
    def from_dict(plain: Mapping[str, Any]) -> ModelCard:
        """Read what `as_dict` gave. Raises ModelMismatch when it is something else."""
        try:
            return ModelCard(
                trained_at=datetime.fromisoformat(plain["trained_at"]),
                origin=str(plain["origin"]),
                clusters=int(plain["clusters"]),
                largest_cluster=int(plain["largest_cluster"]),
                conflicts=int(plain["conflicts"]),
                profile=Profile.from_dict(plain["profile"]),
            )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ModelMismatch("the model file tells of its training in a form that is not known") from error


def card_of(table: pa.Table, linkage: Linkage, *, origin: str, at: datetime) -> ModelCard:
    """The card of the model that this linkage of this table was made with, and trained on."""
    sizes: dict[str, int] = {}
    for label in linkage.clusters.values():
        sizes[label] = sizes.get(label, 0) + 1
    return ModelCard(
        trained_at=at,
        origin=origin,
        clusters=len(sizes),
        largest_cluster=max(sizes.values(), default=0),
        conflicts=len(linkage.conflicts),
        profile=profile(table, linkage),
    )
