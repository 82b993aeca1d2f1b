"""Arguments that several operations take."""

import strawberry


@strawberry.input(description="A source record by its agency's own id, whatever its version.")
class RecordName:
    source: str = strawberry.field(description="The register.")
    record_id: str = strawberry.field(description="The record's id in that register.")

    @property
    def key(self) -> str:
        """The record key, as the graph has it."""
        return f"{self.source}/{self.record_id}"
