"""What a steward decides happens at once, can be looked at first, outlasts the batch, and can be undone."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from graph.errors import (
    ActConflict,
    InvalidWish,
    NeedsGroups,
    StalePreview,
    UnknownJudgement,
    UnknownPerson,
    UnknownPin,
    UnknownRecord,
)
from graph.judgements import in_force
from graph.stewardship import Judge, Merge, PinValue, Undo, Unmerge, Unpin, WithdrawJudgement, perform
from identity.judgement import Verdict
from tests.graph.queries_watched import meanwhile
from tests.graph.regroup.hamlet import person_of, persons, publish_grouping, state
from tests.graph.small_world import THURSDAY, deliver, last_transaction, record
from tests.graph.stewardship.office import ONE, OTHER, act, look, resolves, steward

if TYPE_CHECKING:
    from graph.driver import Database


def test_merging_makes_one_person_and_undoing_it_restores_every_digest(settled: Database) -> None:
    before = state(settled)
    one, other = person_of(settled, ONE), person_of(settled, OTHER)
    merged = act(settled, Merge((one, other)), 1)
    assert person_of(settled, ONE) == person_of(settled, OTHER)
    assert {verdict.verdict for verdict in in_force(settled)} == {Verdict.SAME}
    act(settled, Undo(merged.act), 2)
    assert state(settled) == before
    assert in_force(settled) == ()


def test_unmerging_a_record_makes_it_a_person_and_undoing_it_restores_every_digest(settled: Database) -> None:
    before = state(settled)
    parted = act(settled, Unmerge(((ONE,),)), 1)
    assert person_of(settled, ONE) != person_of(settled, "dop_allowance/00")
    assert [one.verdict for one in in_force(settled)] == [Verdict.DIFFERENT]
    act(settled, Undo(parted.act), 2)
    assert state(settled) == before


def test_the_group_that_keeps_most_records_keeps_the_id(settled: Database) -> None:
    merged = person_of(settled, ONE)
    act(settled, Merge((merged, person_of(settled, OTHER))), 1)
    keys = persons(settled)[person_of(settled, ONE)]
    kept = person_of(settled, ONE)
    act(settled, Unmerge(((OTHER,),)), 2)
    assert person_of(settled, OTHER) != kept
    assert {person_of(settled, key) for key in keys if key != OTHER} == {kept}


def test_a_preview_tells_what_would_change_and_writes_nothing(settled: Database) -> None:
    one, other = person_of(settled, ONE), person_of(settled, OTHER)
    last = last_transaction(settled)
    seen = look(settled, Merge((one, other)), 1)
    assert last_transaction(settled) == last
    assert {person.id for person in seen.persons} >= {one, other}
    (gone,) = [person for person in seen.persons if person.after is None]
    assert gone.became
    assert gone.before is not None
    assert [move.left for move in seen.enrolments] == [gone.id]
    assert any(gone.id in home.before and gone.id not in home.after for home in seen.households)
    done = act(settled, Merge((one, other)), 1, token=seen.token)
    assert (done.persons, done.enrolments, done.households) == (
        seen.persons,
        seen.enrolments,
        seen.households,
    )


def test_a_preview_that_is_no_longer_true_is_refused(settled: Database) -> None:
    wish = Merge((person_of(settled, ONE), person_of(settled, OTHER)))
    seen = look(settled, wish, 1)
    act(settled, PinValue(wish.persons[0], "nickname", value="แดง"), 2)
    with pytest.raises(StalePreview):
        act(settled, wish, 3, token=seen.token)


@pytest.mark.parametrize("judged", [ONE, "dop_allowance/00"])
def test_a_preview_overrules_nobody_who_judged_since(settled: Database, judged: str) -> None:
    wish = Merge((person_of(settled, ONE), person_of(settled, OTHER)))
    seen = look(settled, wish, 1)
    act(settled, Judge(judged, OTHER, Verdict.DIFFERENT), 2)
    with pytest.raises(StalePreview):
        act(settled, wish, 3, token=seen.token)
    act(settled, wish, 4, token=look(settled, wish, 4).token)


def test_what_was_decided_survives_resolving_everything(settled: Database) -> None:
    act(settled, Merge((person_of(settled, ONE), person_of(settled, OTHER))), 1)
    act(settled, PinValue(person_of(settled, ONE), "nickname", value="แดง"), 2)
    act(settled, Unmerge((("ops_logbook/20",),)), 3)
    clusters = {key: person for person, keys in persons(settled).items() for key in keys}
    assert dict(publish_grouping(settled, clusters, at=THURSDAY).counts) == {}


def test_a_pinned_value_wins_says_so_and_goes_when_it_is_taken_back(settled: Database) -> None:
    before, person = state(settled), person_of(settled, ONE)
    pinned = act(settled, PinValue(person, "family_name", value="ดำดี"), 1)
    [row] = settled.execute(
        "MATCH (p:Person {id: $id}) RETURN p.familyName AS name, p.rules AS rules", id=person
    )
    assert row["name"] == "ดำดี"
    assert "familyName=pinned" in row["rules"]
    act(settled, Unpin(pinned.pins[0]), 2)
    assert state(settled) == before


def test_a_value_pinned_from_a_record_follows_that_record(settled: Database) -> None:
    person = person_of(settled, ONE)
    act(settled, PinValue(person, "birth", record="dop_allowance/00"), 1)
    [row] = settled.execute("MATCH (p:Person {id: $id}) RETURN p.rules AS rules", id=person)
    assert {"birthDate=pinned", "birthYear=pinned", "birthPrecision=pinned"} <= set(row["rules"])


@pytest.mark.parametrize(
    "wish",
    [
        PinValue("", "address", value="1 Main Street"),
        PinValue("", "citizen_id", value="1234"),
        PinValue("", "favourite_colour", value="red"),
        PinValue("", "given_name"),
        PinValue("", "given_name", record="ops_logbook/10"),
    ],
)
def test_what_cannot_be_pinned_is_refused(settled: Database, wish: PinValue) -> None:
    person = person_of(settled, ONE)
    with pytest.raises(InvalidWish):
        act(settled, PinValue(person, wish.field, wish.value, wish.record), 1)


def test_judging_two_records_the_same_makes_their_persons_one_at_once(settled: Database) -> None:
    act(settled, Judge(ONE, OTHER, Verdict.SAME), 1)
    assert person_of(settled, ONE) == person_of(settled, OTHER)
    [decided] = settled.execute(
        "MATCH (:SourceRecord)-[i:IDENTIFIES]->() WHERE i.decidedBy STARTS WITH 'act:' RETURN DISTINCT i.decidedBy AS by"
    )
    assert decided["by"].startswith("act:A")


def test_judging_the_two_records_of_a_person_different_parts_them_at_once(settled: Database) -> None:
    act(settled, Judge(ONE, "dop_allowance/00", Verdict.DIFFERENT), 1)
    assert person_of(settled, ONE) != person_of(settled, "dop_allowance/00")


def test_parting_two_of_many_records_asks_where_the_others_belong(settled: Database) -> None:
    act(settled, Merge((person_of(settled, ONE), person_of(settled, OTHER))), 1)
    with pytest.raises(NeedsGroups):
        act(settled, Judge(ONE, OTHER, Verdict.DIFFERENT), 2)


def test_one_judgement_does_not_overrule_those_that_part_the_persons(settled: Database) -> None:
    act(settled, Unmerge((("dop_allowance/00",),)), 1)
    act(settled, Judge("dop_allowance/00", OTHER, Verdict.SAME), 2)
    with pytest.raises(ActConflict):
        act(settled, Judge(ONE, OTHER, Verdict.SAME), 3)
    act(settled, Merge((person_of(settled, ONE), person_of(settled, OTHER))), 4)
    assert person_of(settled, ONE) == person_of(settled, "dop_allowance/00")


def test_withdrawing_a_judgement_and_being_unsure_leave_the_persons_as_they_are(settled: Database) -> None:
    parted = act(settled, Unmerge(((ONE,),)), 1)
    before = state(settled)
    act(settled, WithdrawJudgement(parted.judgements[0]), 2)
    act(settled, Judge(ONE, OTHER, Verdict.UNSURE), 3)
    assert state(settled) == before
    assert [one.verdict for one in in_force(settled)] == [Verdict.UNSURE]


def test_an_act_that_a_later_one_rests_on_is_undone_after_it(settled: Database) -> None:
    before = state(settled)
    first = act(settled, Merge((person_of(settled, ONE), person_of(settled, OTHER))), 1)
    second = act(settled, Unmerge(((OTHER,),)), 2)
    with pytest.raises(ActConflict):
        act(settled, Undo(first.act), 3)
    act(settled, Undo(second.act), 4)
    act(settled, Undo(first.act), 5)
    assert state(settled) == before
    with pytest.raises(ActConflict):
        act(settled, Undo(first.act), 6)


def test_an_undoing_can_be_undone(settled: Database) -> None:
    merged = act(settled, Merge((person_of(settled, ONE), person_of(settled, OTHER))), 1)
    after, said = state(settled), {one.pair for one in in_force(settled)}
    undone = act(settled, Undo(merged.act), 2)
    act(settled, Undo(undone.act), 3)
    assert state(settled) == after
    assert {one.pair for one in in_force(settled)} == said


def test_a_record_that_came_since_stays_with_the_person_it_came_to(settled: Database) -> None:
    kept = person_of(settled, ONE)
    merged = act(settled, Merge((kept, person_of(settled, OTHER))), 1)
    deliver(settled, record("ops_logbook/new", family_name="แก้วดี"), at=THURSDAY)
    clusters = {key: person for person, keys in persons(settled).items() for key in keys}
    publish_grouping(settled, clusters | {"ops_logbook/new": person_of(settled, ONE)}, at=THURSDAY)
    act(settled, Undo(merged.act), 9_000)
    assert person_of(settled, ONE) != person_of(settled, OTHER)
    assert person_of(settled, "ops_logbook/new") in {person_of(settled, ONE), person_of(settled, OTHER)}


def test_a_retired_id_leads_to_its_successor_and_comes_back_when_its_retiring_is_undone(
    settled: Database,
) -> None:
    one, other = person_of(settled, ONE), person_of(settled, OTHER)
    merged = act(settled, Merge((one, other)), 1)
    kept = person_of(settled, ONE)
    assert resolves(settled)[one] == resolves(settled)[other] == [kept]
    assert look(settled, Merge((one, person_of(settled, "ops_logbook/20"))), 2).persons
    act(settled, Undo(merged.act), 3)
    assert resolves(settled)[one] == [one]
    assert resolves(settled)[other] == [other]
    [past] = settled.execute(
        "MATCH (:Person)-[past:HAD_BECOME]->(:Person) RETURN past.until IS NOT NULL AS ended"
    )
    assert past["ended"]


def test_the_same_act_sent_twice_is_done_once(settled: Database) -> None:
    wish = Merge((person_of(settled, ONE), person_of(settled, OTHER)))
    assert act(settled, wish, 1).act == act(settled, wish, 1).act
    [acts] = settled.execute("MATCH (a:Act) RETURN count(a) AS n")
    assert acts["n"] == 1


def test_what_is_sealed_is_to_a_steward_without_its_clearance_as_if_it_were_not_there(
    settled: Database,
) -> None:
    with pytest.raises(UnknownRecord):
        act(settled, Judge("ops_logbook/21", "dwf_shelter/21", Verdict.DIFFERENT), 1)
    with pytest.raises(UnknownRecord):
        act(settled, Unmerge((("dwf_shelter/21",),)), 1)
    seen = look(settled, Merge((person_of(settled, "ops_logbook/21"), person_of(settled, ONE))), 1)
    assert not any("dwf_shelter/21" in move.enrolment for move in seen.enrolments)
    assert not any(key.startswith("dwf") for person in seen.persons for key in person.records)


def test_a_sealed_record_can_be_parted_from_an_open_person_who_does_not_change(settled: Database) -> None:
    person = person_of(settled, "ops_logbook/21")
    [before] = settled.execute("MATCH (p:Person {id: $id}) RETURN properties(p) AS p", id=person)
    act(settled, Judge("ops_logbook/21", "dwf_shelter/21", Verdict.DIFFERENT), 1, sealed=True)
    assert person_of(settled, "dwf_shelter/21") != person
    [after] = settled.execute("MATCH (p:Person {id: $id}) RETURN properties(p) AS p", id=person)
    assert after == before
    with pytest.raises(UnknownPerson):
        act(settled, PinValue(person_of(settled, "dwf_shelter/21"), "nickname", value="ก"), 2)


def test_what_another_steward_takes_back_in_the_same_moment_is_taken_back_once(
    settled: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    pinned = act(settled, PinValue(person_of(settled, ONE), "nickname", value="แดง"), 1)
    judged = act(settled, Judge(ONE, OTHER, Verdict.DIFFERENT), 2)
    wishes = (
        ("read_pin", Unpin(pinned.pins[0]), UnknownPin),
        ("read_judgement", WithdrawJudgement(judged.judgements[0]), UnknownJudgement),
    )
    for minutes, (query, wish, error) in enumerate(wishes, start=3):
        with monkeypatch.context() as patch:
            other = partial(perform, settled, wish, steward(minutes, by="boon"))
            done = meanwhile(patch, query, other)
            with pytest.raises(error):
                act(settled, wish, minutes)
        assert done
    acts = settled.execute("MATCH (a:Act) WHERE a.kind IN ['unpin', 'withdraw'] RETURN a.by AS by")
    assert [row["by"] for row in acts] == ["boon", "boon"]
