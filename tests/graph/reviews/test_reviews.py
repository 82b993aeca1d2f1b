"""The queue of questions on a real graph: opened once, leased to one steward, answered by rule, hidden when sealed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from graph.errors import ReviewNotHeld, StaleQuestion, UnknownReview
from graph.people import publish
from graph.reviews import (
    Answer,
    Answered,
    Question,
    QueueStatus,
    answer,
    assign,
    drop_settled,
    lease,
    open_reviews,
    opinions,
    release,
    waiting,
)
from graph.reviews.answering import settled
from graph.reviews.queue import LEASE
from identity.doubt import Doubt, DoubtKind
from identity.judgement import Verdict
from identity.resolution import OPEN
from identity.reviewing import is_control, review_id
from identity.steward_agreement import steward_agreement
from tests.graph.small_world import (
    MONDAY,
    SHELTER,
    TUESDAY,
    declare_departments,
    deliver,
    merged,
    person,
    record,
    resolution,
)

if TYPE_CHECKING:
    from datetime import datetime

    from graph.driver import Database, Transaction

OPEN_ONLY = frozenset({OPEN})


def ANYTHING(*_: object) -> None:  # noqa: N802
    """Whatever is answered could be done."""


SAME, DIFFERENT, UNSURE = Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE


def doubt(left: str, right: str, *, kind: DoubtKind = DoubtKind.PAIR, weight: float | None = 0.5) -> Doubt:
    return Doubt(kind, left, right, (left, right), weight, "kept as two persons, by a narrow margin")


def ask(db: Database, *doubts: Doubt, at: datetime = MONDAY) -> int:
    return db.work(lambda tx: open_reviews(tx, doubts, at=at))


def queue(db: Database, **further: object) -> list[Question]:
    return waiting(db, compartments=OPEN_ONLY, first=100, **further)  # type: ignore[arg-type]


@pytest.fixture
def world(db: Database) -> Database:
    """Six open records of six persons and one in the shelter's sealed source."""
    declare_departments(db)
    numbers = range(1, 7)
    deliver(db, *(record(f"ops_logbook/{number}") for number in numbers), record("dwf_shelter/1"))
    persons = [person(f"P{number}", f"ops_logbook/{number}") for number in numbers]
    publish(db, resolution(*persons, person("PS", "dwf_shelter/1", compartment=SHELTER)), at=MONDAY)
    return db


def plain_pair(*, control: bool = False) -> Doubt:
    """A doubt whose question is a control, or is none."""
    pairs = (
        doubt(f"ops_logbook/{left}", f"ops_logbook/{right}") for left in range(1, 7) for right in range(1, 7)
    )
    kinds = (
        Doubt(kind, one.left, one.right, one.records, one.weight, one.reason)
        for one in pairs
        for kind in DoubtKind
        if one.left < one.right
    )
    return next(one for one in kinds if is_control(review_id(one)) is control)


def give(db: Database, question: Question, by: str, verdict: Verdict, *, at: datetime = MONDAY) -> Answered:
    done: list[Answered] = []

    def carry_out(_: Transaction, answered: Answered) -> None:
        done.append(answered)

    given = Answer(by, verdict, at, "telephoned")
    answered = answer(
        db, question.id, given=given, compartments=OPEN_ONLY, require=ANYTHING, carry_out=carry_out
    )
    assert len(done) == (answered.verdict is not None)
    return answered


def test_a_doubt_raised_twice_is_one_question(world: Database) -> None:
    one = doubt("ops_logbook/1", "ops_logbook/2")
    assert ask(world, one) == 1
    assert ask(world, one, doubt("ops_logbook/2", "ops_logbook/1")) == 0
    assert [question.id for question in queue(world)] == [review_id(one)]


def test_the_question_worth_most_comes_first(world: Database) -> None:
    clear = doubt("ops_logbook/1", "ops_logbook/2", weight=3.0)
    open_one = doubt("ops_logbook/3", "ops_logbook/4", weight=0.0)
    broken = doubt("ops_logbook/5", "ops_logbook/6", kind=DoubtKind.BROKEN, weight=-9.0)
    ask(world, clear, open_one, broken)
    asked = [question.kind for question in queue(world)]
    assert asked == [DoubtKind.BROKEN, DoubtKind.PAIR, DoubtKind.PAIR]
    weights = [question.weight for question in queue(world, kinds=[DoubtKind.PAIR])]
    assert weights == [0.0, 3.0]


def test_the_queue_is_paged_without_a_question_twice_or_missed(world: Database) -> None:
    doubts = [doubt("ops_logbook/1", f"ops_logbook/{number}") for number in range(2, 7)]
    ask(world, *doubts)
    pages: list[str] = []
    after = None
    while page := waiting(world, compartments=OPEN_ONLY, first=2, after=after):
        pages += [question.id for question in page]
        after = page[-1].id
    assert sorted(pages) == sorted(review_id(one) for one in doubts)


def test_two_stewards_never_hold_one_question(world: Database) -> None:
    doubts = [
        doubt(f"ops_logbook/{left}", f"ops_logbook/{right}") for left in (1, 2, 3) for right in (4, 5, 6)
    ]
    ask(world, *doubts)

    def take(steward: str) -> list[str]:
        held: list[str] = []
        while got := lease(world, steward=steward, at=MONDAY, count=len(held) + 1, compartments=OPEN_ONLY):
            if len(got) == len(held):
                return held
            held = [question.id for question in got]
        return held

    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(take, ["ann", "bo", "cy", "di"]))
    given = [review for held in taken for review in held]
    assert sorted(given) == sorted(review_id(one) for one in doubts)


def test_a_lease_that_ended_goes_to_the_next_steward(world: Database) -> None:
    ask(world, doubt("ops_logbook/1", "ops_logbook/2"))
    [held] = lease(world, steward="ann", at=MONDAY, count=5, compartments=OPEN_ONLY)
    assert lease(world, steward="bo", at=MONDAY + LEASE / 2, count=5, compartments=OPEN_ONLY) == []
    later = MONDAY + LEASE + timedelta(seconds=1)
    assert [one.id for one in lease(world, steward="bo", at=later, count=5, compartments=OPEN_ONLY)] == [
        held.id
    ]
    with pytest.raises(ReviewNotHeld):
        give(world, held, "ann", SAME, at=later)


def test_a_control_and_a_blind_lease_are_answered_blind(world: Database) -> None:
    ask(world, plain_pair(), plain_pair(control=True))
    held = lease(world, steward="ann", at=MONDAY, count=2, compartments=OPEN_ONLY)
    assert {one.control: one.lease.blind for one in held if one.lease} == {False: False, True: True}
    plain = next(one for one in held if not one.control)
    release(world, plain.id, steward="ann")
    [plain] = [
        one
        for one in lease(world, steward="ann", at=MONDAY, count=2, compartments=OPEN_ONLY, blind=True)
        if not one.control
    ]
    give(world, plain, "ann", SAME)
    assert [(one.blind, one.weight) for one in opinions(world, compartments=OPEN_ONLY)] == [
        (True, plain.weight)
    ]


def test_in_which_order_questions_are_answered_blind_does_not_depend_on_the_score(world: Database) -> None:
    pairs = [("ops_logbook/1", "ops_logbook/2"), ("ops_logbook/3", "ops_logbook/4")]
    orders: list[list[list[str]]] = []
    for weights in ((0.0, 3.0), (3.0, 0.0)):
        ask(world, *(doubt(*pair, weight=weight) for pair, weight in zip(pairs, weights, strict=True)))
        seen = [[one.id for one in queue(world, steward=name)] for name in ("bo", None)]
        held = lease(world, steward="ann", at=MONDAY, count=9, compartments=OPEN_ONLY, blind=True)
        orders.append([[one.id for one in held], [one.id for one in queue(world, steward="ann")], *seen])
        for one in held:
            release(world, one.id, steward="ann")
    (blind, hers, *others), (blind_again, hers_again, *others_again) = orders
    assert (blind, hers) == (blind_again, hers_again)
    assert others != others_again


def test_where_a_control_stands_does_not_depend_on_its_score(world: Database) -> None:
    control = plain_pair(control=True)
    others = (doubt("ops_logbook/1", f"ops_logbook/{n}", kind=control.kind, weight=2.0) for n in range(2, 7))
    plain = next(one for one in others if not is_control(review_id(one)))
    places: set[tuple[bool, ...]] = set()
    for weight in (0.0, 3.0, 9.0):
        ask(world, plain, Doubt(control.kind, *control.pair, control.records, weight, control.reason))
        places.add(tuple(one.control for one in queue(world)))
    assert len(places) == 1


def test_pages_of_a_queue_with_blind_questions_miss_none(world: Database) -> None:
    doubts = [doubt("ops_logbook/1", f"ops_logbook/{number}", weight=number / 2) for number in range(2, 7)]
    ask(world, *doubts)
    lease(world, steward="ann", at=MONDAY, count=2, compartments=OPEN_ONLY, blind=True)
    pages: list[str] = []
    after = None
    while page := waiting(world, compartments=OPEN_ONLY, first=2, after=after, steward="ann"):
        pages += [question.id for question in page]
        after = page[-1].id
    assert pages == [one.id for one in queue(world, steward="ann")]
    assert sorted(pages) == sorted(review_id(one) for one in doubts)


def test_what_a_steward_held_with_sight_of_the_score_he_does_not_get_blind(world: Database) -> None:
    ask(world, plain_pair())
    lease(world, steward="ann", at=MONDAY, count=1, compartments=OPEN_ONLY)
    assert lease(world, steward="ann", at=MONDAY, count=1, compartments=OPEN_ONLY, blind=True) == []
    later = MONDAY + LEASE
    assert lease(world, steward="ann", at=later, count=1, compartments=OPEN_ONLY, blind=True) == []
    assert len(lease(world, steward="bo", at=later, count=1, compartments=OPEN_ONLY, blind=True)) == 1


def test_a_released_question_is_free_and_only_its_holder_releases_it(world: Database) -> None:
    ask(world, doubt("ops_logbook/1", "ops_logbook/2"))
    [held] = lease(world, steward="ann", at=MONDAY, count=1, compartments=OPEN_ONLY)
    with pytest.raises(UnknownReview):
        release(world, held.id, steward="bo")
    release(world, held.id, steward="ann")
    assert len(lease(world, steward="bo", at=MONDAY, count=1, compartments=OPEN_ONLY)) == 1


def test_an_assigned_question_goes_to_that_steward_alone_and_first(world: Database) -> None:
    dear, cheap = (
        doubt("ops_logbook/1", "ops_logbook/2", weight=0.0),
        doubt("ops_logbook/3", "ops_logbook/4", weight=3.0),
    )
    ask(world, dear, cheap)
    done = assign(world, [review_id(cheap), "RNONE"], to="bo", by="chief", at=MONDAY, compartments=OPEN_ONLY)
    assert done == [review_id(cheap)]
    assert [one.id for one in lease(world, steward="ann", at=MONDAY, count=9, compartments=OPEN_ONLY)] == [
        review_id(dear)
    ]
    [first] = lease(world, steward="bo", at=MONDAY, count=1, compartments=OPEN_ONLY)
    assert first.id == review_id(cheap)


def test_one_answer_settles_a_plain_question(world: Database) -> None:
    ask(world, plain_pair())
    [held] = lease(world, steward="ann", at=MONDAY, count=1, compartments=OPEN_ONLY)
    assert give(world, held, "ann", DIFFERENT).verdict is DIFFERENT
    assert queue(world) == []
    [decided] = queue(world, status=QueueStatus.DECIDED)
    assert decided.verdict is DIFFERENT


def test_a_control_waits_for_a_second_steward_who_is_not_the_first(world: Database) -> None:
    ask(world, plain_pair(control=True))
    [held] = lease(world, steward="ann", at=MONDAY, count=1, compartments=OPEN_ONLY)
    assert give(world, held, "ann", SAME).verdict is None
    assert lease(world, steward="ann", at=MONDAY, count=1, compartments=OPEN_ONLY) == []
    [again] = lease(world, steward="bo", at=MONDAY, count=1, compartments=OPEN_ONLY)
    assert give(world, again, "bo", DIFFERENT).verdict is None
    [third] = lease(world, steward="cy", at=MONDAY, count=1, compartments=OPEN_ONLY)
    assert third.disputed
    assert give(world, third, "cy", SAME).verdict is SAME
    assert [one.verdict for one in opinions(world, compartments=OPEN_ONLY)] == [SAME, DIFFERENT, SAME]


@pytest.mark.parametrize(
    ("verdicts", "control", "verdict"),
    [
        ([SAME], False, SAME),
        ([UNSURE], False, UNSURE),
        ([SAME], True, None),
        ([SAME, SAME], True, SAME),
        ([SAME, DIFFERENT], True, None),
        ([SAME, DIFFERENT, DIFFERENT], True, DIFFERENT),
        ([SAME, DIFFERENT, UNSURE], True, UNSURE),
    ],
)
def test_how_many_answers_settle_a_question(
    verdicts: list[Verdict], control: bool, verdict: Verdict | None
) -> None:
    assert settled(verdicts, control=control) is verdict


def test_an_answer_and_what_follows_from_it_are_never_apart(world: Database) -> None:
    ask(world, plain_pair())
    [held] = lease(world, steward="ann", at=MONDAY, count=1, compartments=OPEN_ONLY)

    def fail(_: Transaction, __: Answered) -> None:
        raise UnknownReview("what follows cannot be done")

    given = Answer("ann", SAME, MONDAY, "telephoned")
    with pytest.raises(UnknownReview, match="cannot be done"):
        answer(world, held.id, given=given, compartments=OPEN_ONLY, require=ANYTHING, carry_out=fail)
    assert opinions(world, compartments=OPEN_ONLY) == []
    assert [one.status for one in queue(world)] == [QueueStatus.OPEN]


def test_the_same_answer_sent_again_after_a_lost_connection_counts_once(world: Database) -> None:
    ask(world, plain_pair())
    [held] = lease(world, steward="ann", at=MONDAY, count=1, compartments=OPEN_ONLY)
    give(world, held, "ann", SAME)
    done: list[Answered] = []
    given = Answer("ann", SAME, MONDAY, "telephoned")
    repeated = answer(
        world,
        held.id,
        given=given,
        compartments=OPEN_ONLY,
        require=ANYTHING,
        carry_out=lambda _, answered: done.append(answered),
    )
    assert (repeated.verdict, done, len(opinions(world, compartments=OPEN_ONLY))) == (SAME, [], 1)


def test_what_has_changed_since_it_was_given_out_is_looked_at_again_before_it_is_answered(
    world: Database,
) -> None:
    ask(world, one := plain_pair())
    [held] = lease(world, steward="ann", at=MONDAY, count=1, compartments=OPEN_ONLY)
    deliver(world, record(one.left, phone="0812345678"), at=TUESDAY)
    with pytest.raises(StaleQuestion):
        give(world, held, "ann", SAME)
    assert opinions(world, compartments=OPEN_ONLY) == []
    [again] = lease(world, steward="ann", at=MONDAY, count=1, compartments=OPEN_ONLY)
    assert give(world, again, "ann", SAME).verdict is SAME


def test_an_answered_question_is_asked_again_only_when_a_record_changed(world: Database) -> None:
    one = plain_pair()
    ask(world, one)
    [held] = lease(world, steward="ann", at=MONDAY, count=1, compartments=OPEN_ONLY)
    give(world, held, "ann", UNSURE)
    assert ask(world, one, at=TUESDAY) == 0
    deliver(world, record(one.left, phone="0812345678"), at=TUESDAY)
    assert ask(world, one, at=TUESDAY) == 1
    # The answer of before the change is kept, and does not count for the question as it is now.
    [again] = lease(world, steward="ann", at=TUESDAY, count=1, compartments=OPEN_ONLY)
    assert len(opinions(world, compartments=OPEN_ONLY)) == 1
    release(world, again.id, steward="ann")
    [other] = lease(world, steward="bo", at=TUESDAY, count=1, compartments=OPEN_ONLY)
    give(world, other, "bo", SAME, at=TUESDAY)
    assert steward_agreement(opinions(world, compartments=OPEN_ONLY)).questions == 0


def test_two_persons_who_became_one_are_no_question_any_more(world: Database) -> None:
    ask(world, doubt("ops_logbook/1", "ops_logbook/2"), doubt("ops_logbook/3", "ops_logbook/4"))
    persons = [person(f"P{number}", f"ops_logbook/{number}") for number in (3, 4, 5, 6)]
    shelter = person("PS", "dwf_shelter/1", compartment=SHELTER)
    joined = person("P1", "ops_logbook/1", "ops_logbook/2")
    publish(world, resolution(joined, *persons, shelter, retired=[merged("P2", "P1")]), at=TUESDAY)
    assert world.work(lambda tx: drop_settled(tx, at=TUESDAY)) == 1
    assert [(one.left, one.right) for one in queue(world)] == [("ops_logbook/3", "ops_logbook/4")]


def test_drift_that_a_new_linkage_does_not_find_again_is_dropped(world: Database) -> None:
    gone = doubt("ops_logbook/1", "ops_logbook/2", kind=DoubtKind.DRIFT)
    stands = doubt("ops_logbook/3", "ops_logbook/4", kind=DoubtKind.DRIFT)
    ask(world, gone, stands)
    assert world.work(lambda tx: drop_settled(tx, at=TUESDAY)) == 0
    assert world.work(lambda tx: drop_settled(tx, at=TUESDAY, drift={review_id(stands)})) == 1
    assert [one.id for one in queue(world)] == [review_id(stands)]


def test_a_question_about_a_sealed_record_does_not_exist_outside_its_compartment(world: Database) -> None:
    sealed = doubt("dwf_shelter/1", "ops_logbook/1", weight=0.0)
    ask(world, sealed, doubt("ops_logbook/1", "ops_logbook/2", weight=1.0))
    inside = frozenset({OPEN, SHELTER})
    outside = [(one.left, one.right) for one in queue(world)]
    assert outside == [("ops_logbook/1", "ops_logbook/2")]
    assert len(waiting(world, compartments=inside, first=10)) == 2
    assert len(lease(world, steward="ann", at=MONDAY, count=9, compartments=OPEN_ONLY)) == 1
    assert assign(world, [review_id(sealed)], to="bo", by="c", at=MONDAY, compartments=OPEN_ONLY) == []
    given = Answer("ann", SAME, MONDAY, "telephoned")
    for review in (review_id(sealed), "RNONE"):
        with pytest.raises(UnknownReview, match="There is no such question"):
            answer(
                world,
                review,
                given=given,
                compartments=OPEN_ONLY,
                require=ANYTHING,
                carry_out=lambda _, __: None,
            )


def test_what_a_question_is_worth_does_not_tell_of_sealed_services(world: Database) -> None:
    before = doubt("ops_logbook/1", "ops_logbook/2")
    ask(world, before)
    value = queue(world)[0].value
    deliver(world, record("dwf_shelter/2"), at=TUESDAY)
    persons = [person(f"P{number}", f"ops_logbook/{number}") for number in range(2, 7)]
    attached = person("P1", "ops_logbook/1", "dwf_shelter/2", carrying=("ops_logbook/1",))
    shelter = person("PS", "dwf_shelter/1", compartment=SHELTER)
    publish(world, resolution(attached, *persons, shelter), at=TUESDAY)
    ask(world, before, at=TUESDAY)
    assert queue(world)[0].value == value
