"""Explaining: why two records are held to be one person or not, how a person came to be, what would be if."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Annotated, TypeVar

import strawberry

from graph.compared import ComparedRecords, compared_records, records_of
from graph.driver import Database
from graph.reviews import is_blind
from graph.timeline import stands_for
from identity.explaining import why as why_of
from identity.explaining_clusters import Step
from identity.explaining_clusters import how as how_of
from identity.explaining_clusters import what_if as what_if_of
from identity.judgement import Judgement, Verdict
from identity.linking.scorer import Prepared, Scorer, probability
from resolvers.errors import NoModel
from resolvers.ids import plain_id
from resolvers.operations import efforts
from resolvers.operations.arguments import RecordName, RecordPair
from resolvers.operations.call import Call
from resolvers.operations.explanation_types import (
    How,
    HowExplained,
    JoinStep,
    KeptApart,
    RecordGroup,
    WhatIf,
    WhatIfExplained,
    Why,
    WhyExplained,
)
from resolvers.operations.operation import computed
from resolvers.operations.reasons import (
    SHOWN_FIELDS,
    compared_reason,
    sees_all_records,
    tells_all,
    told_rule,
    told_weight,
)
from resolvers.operations.references import source_record_ref
from resolvers.operations.results import Conflict, Forbidden, ValidationFailed
from resolvers.source_record import SourceRecord

MOST_COMPARED = 200
"""Records compared at once, each with each."""
MOST_PERSONS = 5
ABOUT = 20
"""Rows an explanation is counted as."""

NOT_ALL = Forbidden(message="Explaining needs all records, and no agreement opens them to you.")
NOT_YOURS = Forbidden(message="There is no such person or record that is yours to see.")
NO_MODEL = Conflict(code="NO_MODEL", message="The hub has not learnt to compare records yet.")
TOO_MANY = Conflict(
    code="TOO_MANY_RECORDS", message=f"At most {MOST_COMPARED} records are explained at once."
)

PersonId = Annotated[strawberry.ID, strawberry.argument(description="The global id, or the plain one.")]
Left = Annotated[RecordName, strawberry.argument(description="One record.")]
Right = Annotated[RecordName, strawberry.argument(description="The other record.")]
Persons = Annotated[
    list[strawberry.ID],
    strawberry.argument(
        description=f"The persons whose records are looked at, at most {MOST_PERSONS}, by id."
    ),
]
WithoutRecords = Annotated[
    list[RecordName] | None, strawberry.argument(description="Records as if not there.")
]
WithoutLinks = Annotated[
    list[RecordPair] | None, strawberry.argument(description="Pairs as if they had never been compared.")
]
WithoutJudgements = Annotated[
    list[strawberry.ID] | None, strawberry.argument(description="Judgements as if never made, by id.")
]
Same = Annotated[list[RecordPair] | None, strawberry.argument(description="Pairs as if judged SAME.")]
Different = Annotated[
    list[RecordPair] | None, strawberry.argument(description="Pairs as if judged DIFFERENT.")
]

Told = TypeVar("Told")


@computed(
    "Why two records are held to be one person, or not: every comparison with what it weighs, what keeps them apart, "
    "and what a human decided. Compared as they are now and by the model in force, as when a record comes in: a phone or "
    "e-mail address that many records have weighs less.",
    shows=SHOWN_FIELDS,
    cost=lambda _: ABOUT,
    effort=efforts.COMPARE_TWO,
)
async def why(call: Call, left: Left, right: Right) -> Why:
    if not sees_all_records(call.view):
        return NOT_ALL
    if left.key == right.key or await call.visible_records([left.key, right.key]) < {left.key, right.key}:
        return NOT_YOURS

    try:
        shares = await call.desk.live(lambda resolver: resolver.shares(left.key, right.key))
    except NoModel:
        return NO_MODEL
    blind = await _is_blind(call, [left.key, right.key])

    def explain(known: ComparedRecords, rows: Sequence[Prepared], scorer: Scorer) -> Why:
        if len(rows) < 2:
            return NOT_YOURS
        told = why_of(rows[0], rows[1], scorer, known.judgements, shares=shares)
        weight = told_weight(call, told, blind=blind)
        return WhyExplained(
            left=source_record_ref(known.versions[told.left]),
            right=source_record_ref(known.versions[told.right]),
            weight=weight,
            probability=probability(weight),
            prior=told.prior,
            reasons=[compared_reason(call, each, blind=blind) for each in told.reasons],
            rule=None if blind else told_rule(call, told.rule),
            verdict=told.judgement.verdict if told.judgement else None,
        )

    return await _explained(call, [left.key, right.key], explain)


@computed(
    "How the records of a person came to be one, step by step, compared as they are now.",
    shows=SHOWN_FIELDS,
    cost=lambda _: ABOUT,
    effort=efforts.JOIN_STEP_BY_STEP,
)
async def how(call: Call, person: PersonId) -> How:
    keys = await _records_of(call, [person])
    if isinstance(keys, Forbidden | Conflict):
        return keys
    blind = await _is_blind(call, keys)

    def explain(known: ComparedRecords, rows: Sequence[Prepared], scorer: Scorer) -> How:
        told = how_of(rows, scorer, known.judgements)
        parts = scorer.compare(rows[0], rows[-1]).parts if rows else ()
        weighed = not blind and tells_all(call, parts)
        return HowExplained(
            steps=[_step(known, each, weighed=weighed) for each in told.steps],
            groups=_groups(known, told.groups),
            apart=[
                KeptApart(pair=_refs(known, pair), rule=None if blind else told_rule(call, rule))
                for *pair, rule in told.apart
            ],
            weakest=_step(known, told.weakest, weighed=weighed) if weighed and told.weakest else None,
        )

    return await _explained(call, keys, explain)


@computed(
    "What the records of some persons would make if records, comparisons or judgements were not there, or others were. "
    "Nothing is changed. For a record that the hub does not have, `matchPerson` is the dry run.",
    cost=lambda _: ABOUT,
    effort=efforts.SUPPOSE,
)
async def what_if(
    call: Call,
    persons: Persons,
    without_records: WithoutRecords = None,
    without_links: WithoutLinks = None,
    without_judgements: WithoutJudgements = None,
    same: Same = None,
    different: Different = None,
) -> WhatIf:
    if not 1 <= len(persons) <= MOST_PERSONS:
        return ValidationFailed(
            code="OUT_OF_RANGE", message=f"Name 1 to {MOST_PERSONS} persons.", field="persons"
        )
    keys = await _records_of(call, persons)
    if isinstance(keys, Forbidden | Conflict):
        return keys
    pairs = [*(without_links or ()), *(same or ()), *(different or ())]
    named = {each.key for each in without_records or ()} | {key for pair in pairs for key in pair.keys}
    if not named <= set(keys):
        return NOT_YOURS
    supposed = [*_supposed(call, same, Verdict.SAME), *_supposed(call, different, Verdict.DIFFERENT)]

    def explain(known: ComparedRecords, rows: Sequence[Prepared], scorer: Scorer) -> WhatIf:
        told = what_if_of(
            rows,
            scorer,
            known.judgements,
            without_records=[each.key for each in without_records or ()],
            without_links=[pair.keys for pair in without_links or ()],
            without_judgements=[str(each) for each in without_judgements or ()],
            with_judgements=supposed,
        )
        return WhatIfExplained(
            now=_groups(known, told.now), then=_groups(known, told.then), changes=told.changes
        )

    return await _explained(call, keys, explain)


async def _explained(
    call: Call, keys: Collection[str], explain: Callable[[ComparedRecords, Sequence[Prepared], Scorer], Told]
) -> Told | Conflict:
    """Read the records, make them ready and explain them, in one thread."""
    places = call.compartments

    def read(db: Database, scorer: Scorer) -> Told:
        known = compared_records(db, keys, compartments=places)
        return explain(known, [scorer.prepare(row) for row in known.rows.values()], scorer)

    try:
        return await call.desk.compare(read)
    except NoModel:
        return NO_MODEL


async def _is_blind(call: Call, keys: Collection[str]) -> bool:
    """Whether the caller is to judge two of these records without sight of what they weigh."""
    by, places = call.steward, call.compartments
    return await call.desk.run(lambda db: is_blind(db, keys, steward=by, compartments=places))


async def _records_of(call: Call, persons: Iterable[strawberry.ID]) -> list[str] | Forbidden | Conflict:
    """The keys of the records of these persons, all of which are the caller's to see."""
    if not sees_all_records(call.view):
        return NOT_ALL
    places = call.compartments
    found: set[str] = set()
    for each in persons:
        plain = plain_id("Person", str(each))
        now = await call.desk.run(lambda db, plain=plain: stands_for(db, plain, compartments=places))
        if not now or await call.visible("Person", now) < set(now):
            return NOT_YOURS
        found |= set(now)
    keys = await call.desk.run(lambda db: records_of(db, found, compartments=places))
    return TOO_MANY if len(keys) > MOST_COMPARED else keys


def _supposed(call: Call, pairs: Sequence[RecordPair] | None, verdict: Verdict) -> list[Judgement]:
    by, at = call.principal.client_id, call.clock()
    return [
        Judgement(*pair.keys, verdict, id=f"supposed {place}", by=by, at=at, reason="supposed")
        for place, pair in enumerate(pairs or ())
    ]


def _step(known: ComparedRecords, step: Step, *, weighed: bool) -> JoinStep:
    return JoinStep(
        left=_refs(known, step.left),
        right=_refs(known, step.right),
        odds=step.odds if weighed else None,
        asked=step.asked,
        pair=_refs(known, step.pair),
        weight=step.weight if weighed else None,
    )


def _groups(known: ComparedRecords, groups: Iterable[Sequence[str]]) -> list[RecordGroup]:
    return [RecordGroup(records=_refs(known, each)) for each in groups]


def _refs(known: ComparedRecords, keys: Iterable[str]) -> list[SourceRecord]:
    return [source_record_ref(known.versions[key]) for key in keys]
