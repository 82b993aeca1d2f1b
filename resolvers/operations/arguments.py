"""Arguments that several operations take."""

import strawberry

from identity.judgement import Verdict

strawberry.enum(
    Verdict,
    description="What two records are to each other, as a human sees it. SAME: one person; DIFFERENT: two; UNSURE: it cannot be told.",
)


@strawberry.input(description="A source record by its agency's own id, whatever its version.")
class RecordName:
    source: str = strawberry.field(description="The register.")
    record_id: str = strawberry.field(description="The record's id in that register.")

    @property
    def key(self) -> str:
        """The record key, as the graph has it."""
        return f"{self.source}/{self.record_id}"


@strawberry.input(description="Two source records.")
class RecordPair:
    left: RecordName = strawberry.field(description="One record.")
    right: RecordName = strawberry.field(description="The other record.")

    @property
    def keys(self) -> tuple[str, str]:
        """The two record keys."""
        return self.left.key, self.right.key
