"""Who this was on a day: whom the hub held a record to be at an instant in the past."""

from datetime import datetime
from typing import Annotated

import strawberry

from graph.lineage import person_on as person_on_that_day
from resolvers.operations.call import Call
from resolvers.operations.operation import computed
from resolvers.operations.references import person_ref
from resolvers.references import PersonRef

SourceName = Annotated[str, strawberry.argument(description="The register.")]
RecordId = Annotated[str, strawberry.argument(description="The record's id in that register.")]
Instant = Annotated[datetime, strawberry.argument(description="The instant, ISO 8601 with its offset.")]


@computed("The person, as known today, whom the hub held a record to be at an instant.")
async def person_on(call: Call, source: SourceName, record_id: RecordId, on: Instant) -> PersonRef | None:
    key = f"{source}/{record_id}"
    if on.tzinfo is None or not await call.visible_records([key]):
        return None
    held = await call.desk.run(lambda db: person_on_that_day(db, key, on=on))
    return None if held is None else person_ref(held)
