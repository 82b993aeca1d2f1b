"""What explanations are made of in the schema: reasons, steps, groups."""

from typing import Annotated

import strawberry

from identity.judgement import Verdict
from resolvers.operations.results import Conflict, Forbidden, ValidationFailed
from resolvers.references import PersonRef, SourceRecordRef

HIDDEN = "null where the caller sees nothing of a field it looks at, or is to judge the two blind"
WITHHELD = (
    "null where the caller sees nothing of a field that is compared, or is to judge two of the records blind"
)


@strawberry.type(description="What one comparison says of two records.")
class MatchReason:
    comparison: str = strawberry.field(description="What is compared.")
    level: str | None = strawberry.field(description=f"How far the two agree; {HIDDEN}.")
    weight: float | None = strawberry.field(description=f"What that weighs, in bits; {HIDDEN}.")
    frequency_weight: float | None = strawberry.field(
        description=f"What it adds that the value is rare or common, in bits; {HIDDEN}."
    )


@strawberry.type(description="What two records hold in one compared column, masked by the caller's rights.")
class ComparedValue:
    column: str = strawberry.field(description="The column, made comparable from what was sent.")
    left: str | None = strawberry.field(description="In the record on the left.")
    right: str | None = strawberry.field(description="In the record on the right.")


@strawberry.type(description="What one comparison says of two records, with the values it looked at.")
class ComparedReason(MatchReason):
    values: list[ComparedValue] = strawberry.field(description="The values.")


@strawberry.type(description="All that bears on whether two records are one person.")
class WhyExplained:
    left: SourceRecordRef | None = strawberry.field(description="The record with the smaller key.")
    right: SourceRecordRef | None = strawberry.field(description="The other one.")
    weight: float = strawberry.field(
        description="Match weight in bits (log2 odds): the prior and all reasons that are told added up."
    )
    probability: float = strawberry.field(description="The same from 0 to 1.")
    prior: float = strawberry.field(description="What any two records weigh before they are compared.")
    reasons: list[ComparedReason] = strawberry.field(description="The comparisons.")
    rule: str | None = strawberry.field(
        description=f"What keeps the two apart whatever they weigh; null: nothing does; {HIDDEN}."
    )
    verdict: Verdict | None = strawberry.field(description="What a human decided, which outranks all else.")


@strawberry.type(description="Two groups of records became one.")
class JoinStep:
    left: list[SourceRecordRef] = strawberry.field(description="One group.")
    right: list[SourceRecordRef] = strawberry.field(description="The other.")
    odds: float | None = strawberry.field(description=f"At these log2 odds; {WITHHELD}.")
    asked: bool = strawberry.field(description="Because a human wanted it.")
    pair: list[SourceRecordRef] = strawberry.field(
        description="The two records across the groups that weigh most; `why` tells their reasons."
    )
    weight: float | None = strawberry.field(description=f"What that pair weighs, in bits; {WITHHELD}.")


@strawberry.type(description="Records that are one person.")
class RecordGroup:
    records: list[SourceRecordRef] = strawberry.field(description="The records.")


@strawberry.type(description="Two records that something keeps from being one person.")
class KeptApart:
    pair: list[SourceRecordRef] = strawberry.field(description="The two records.")
    rule: str | None = strawberry.field(description=f"What keeps them apart; {HIDDEN}.")


@strawberry.type(description="How records came to be one person, step by step.")
class HowExplained:
    steps: list[JoinStep] = strawberry.field(description="The steps in their order.")
    groups: list[RecordGroup] = strawberry.field(
        description="Where they end, the largest first: one group when all is one person."
    )
    apart: list[KeptApart] = strawberry.field(description="Pairs that are kept apart.")
    weakest: JoinStep | None = strawberry.field(description=f"The joint that holds least; {WITHHELD}.")


@strawberry.type(description="What would become of records if something were otherwise. Nothing is changed.")
class WhatIfExplained:
    now: list[RecordGroup] = strawberry.field(description="The groups that they make, the largest first.")
    then: list[RecordGroup] = strawberry.field(description="The groups that they would make.")
    changes: bool = strawberry.field(description="Whether anything would be otherwise.")


@strawberry.type(description="A person that a record may be about.")
class PersonMatched:
    person: PersonRef | None = strawberry.field(description="The person.")
    source: str | None = strawberry.field(description="The register of their record that resembles it most.")
    record_id: str | None = strawberry.field(description="That record's id in the register.")
    weight: float = strawberry.field(description="Match weight of the two records, in bits (log2 odds).")
    probability: float = strawberry.field(description="The same from 0 to 1.")
    reasons: list[MatchReason] = strawberry.field(description="The comparisons.")


@strawberry.type(description="Whom a record may be about. Nothing was stored.")
class PersonMatches:
    matches: list[PersonMatched] = strawberry.field(description="The persons, likeliest first.")
    ignored: list[str] = strawberry.field(
        description="Fields that were sent but not compared: the caller does not see them in clear."
    )


Why = Annotated[
    WhyExplained | Forbidden | Conflict, strawberry.union("Why", description="An explanation of two records.")
]
How = Annotated[
    HowExplained | Forbidden | Conflict, strawberry.union("How", description="An explanation of a person.")
]
WhatIf = Annotated[
    WhatIfExplained | ValidationFailed | Forbidden | Conflict,
    strawberry.union("WhatIf", description="What would be if something were otherwise."),
]
Matches = Annotated[
    PersonMatches | ValidationFailed | Forbidden | Conflict,
    strawberry.union("Matches", description="Whom a record may be about."),
]
