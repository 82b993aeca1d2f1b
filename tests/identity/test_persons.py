"""One whole resolution: the same from the same input, and nothing sealed seen in the open."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from identity.persons import resolve_persons, resolve_region
from identity.survivorship import ADDRESS
from identity.worlds import Known, OnFile
from tests.identity.tables import SOURCES, at, one_each, registered_at, row, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from identity.resolution import Membership, Person, Resolution

Row = dict[str, str | int]


def resolve(
    rows: list[Row],
    clusters: Mapping[str, str] | None = None,
    *,
    before: Resolution | None = None,
    taken: frozenset[str] = frozenset(),
) -> Resolution:
    previous = {key: person.id for person in before.persons for key in person.records} if before else {}
    homes = (
        {
            key: home.id
            for home in before.households
            for member in home.members
            if member.lives_here
            for key in member.records
        }
        if before
        else {}
    )
    return resolve_persons(
        table(*rows),
        clusters or one_each(*rows),
        sources=SOURCES,
        previous=previous,
        taken=taken | set(previous.values()),
        model="m1",
        previous_households=homes,
    )


def person_of(resolution: Resolution, key: str) -> Person:
    return next(person for person in resolution.persons if key in person.records)


def memberships(resolution: Resolution, key: str) -> list[Membership]:
    person = person_of(resolution, key).id
    return [member for home in resolution.households for member in home.members if member.person_id == person]


def open_view(resolution: Resolution) -> object:
    """All that a caller outside every sealed compartment may learn."""
    opened = {person.id: person.values for person in resolution.persons if person.compartment == "open"}
    return (
        opened,
        [home for home in resolution.households if home.compartment == "open"],
        [house for house in resolution.houses if house.compartment == "open"],
        [family for family in resolution.families if family.compartment == "open"],
        [link for link in resolution.kin if link.from_id in opened or link.to_id in opened],
        [
            gone
            for gone in resolution.retirements
            if set(gone.became) <= set(opened) and gone.person_id[0] == "P"
        ],
    )


FAMILY = [
    row(
        "survey/1",
        household_id="A",
        relationship="head",
        given="Dang",
        family="Jaidee",
        birth_date="1970-05-05",
        recorded_on="2022-01-01",
        **at("12"),
    ),
    row(
        "survey/2",
        household_id="A",
        relationship="child",
        given="Lek",
        family="Jaidee",
        birth_date="1995-05-05",
        recorded_on="2022-01-01",
        **at("12"),
    ),
    row(
        "survey/3",
        household_id="A",
        relationship="spouse",
        given="Noi",
        family="Jaidee",
        birth_date="1972-05-05",
        recorded_on="2022-01-01",
        **at("12"),
    ),
    row("roll/1", given="Dang", family="Jaidee", recorded_on="2023-01-01", **at("12"), **registered_at("12")),
    row(
        "survey/4",
        household_id="B",
        relationship="head",
        given="Lek",
        family="Jaidee",
        recorded_on="2024-06-01",
        **at("80", "1", "100101"),
    ),
]
SAME = one_each(*FAMILY, dang="survey/1 roll/1", lek="survey/2 survey/4")


def test_one_family_becomes_persons_households_houses_kin_and_a_family() -> None:
    resolution = resolve(FAMILY, SAME)
    assert [len(person.records) for person in resolution.persons].count(2) == 2
    assert sorted(len(home.members) for home in resolution.households) == [1, 3]
    assert len(resolution.houses) == 2
    assert {link.relation for link in resolution.kin} == {"parent", "child", "spouse"}
    (family,) = resolution.families
    assert set(family.household_ids) == {home.id for home in resolution.households}


def test_who_moved_out_keeps_the_past_membership_until_the_day_seen_elsewhere() -> None:
    now, past = sorted(
        memberships(resolve(FAMILY, SAME), "survey/2"), key=lambda member: not member.lives_here
    )
    assert (past.role, past.since, past.until, past.lives_here) == (
        "child",
        "2022-01-01",
        "2024-06-01",
        False,
    )
    assert (now.role, now.since, now.until, now.lives_here) == ("head", "2024-06-01", None, True)
    assert now.records == ("survey/4",)


def test_living_here_and_being_registered_here_are_told_apart() -> None:
    rows = [*FAMILY, row("roll/2", given="Somsak", **at("3", "2"), **registered_at("12"))]
    resolution = resolve(rows, one_each(*rows) | SAME)
    (dang,) = memberships(resolution, "roll/1")
    assert (dang.lives_here, dang.registered_here) == (True, True)
    assert {(each.lives_here, each.registered_here) for each in memberships(resolution, "roll/2")} == {
        (True, False),
        (False, True),
    }


def test_a_person_and_their_household_give_the_same_address() -> None:
    slip = row("hotline/1", given="Dang", family="Jaidee", recorded_on="2025-01-01", **at("13"))
    resolution = resolve([*FAMILY, slip], SAME | {"hotline/1": "dang"})
    dang = person_of(resolution, "hotline/1")
    (home,) = (
        home for home in resolution.households if dang.id in {member.person_id for member in home.members}
    )
    assert dang.values["building_number"].value == home.address["building_number"] == "12"
    assert dang.values["building_number"].contradicts == ("hotline/1",)


def test_what_somebody_is_to_the_head_goes_before_being_an_applicant() -> None:
    rows = [
        *FAMILY,
        row("grant/1", household_id="7", relationship="applicant", recorded_on="2025-01-01", **at("12")),
    ]
    resolution = resolve(rows, SAME | {"survey/3": "noi", "grant/1": "noi"})
    assert [member.role for member in memberships(resolution, "grant/1")] == ["spouse"]


def test_running_again_changes_nothing() -> None:
    first = resolve(FAMILY, SAME)
    assert resolve(FAMILY, SAME, before=first) == first


@given(st.permutations(FAMILY))
def test_order_and_labels_change_nothing(rows: list[Row]) -> None:
    renamed = {key: label[::-1] for key, label in SAME.items()}
    assert resolve(rows, renamed) == resolve(FAMILY, SAME)


def test_a_merge_retires_the_smaller_person_and_a_split_gives_a_new_id() -> None:
    apart = resolve(FAMILY, one_each(*FAMILY))
    joined = resolve(FAMILY, one_each(*FAMILY, dang="survey/1 roll/1"), before=apart)
    (retired,) = joined.retirements
    assert retired.became == (person_of(joined, "roll/1").id,)
    again = resolve(FAMILY, one_each(*FAMILY), before=joined, taken=frozenset({retired.person_id}))
    assert again.retirements == ()
    ids = {person.id for person in again.persons}
    assert retired.person_id not in ids
    assert len(ids) == len(FAMILY)


def test_a_household_keeps_its_id_when_a_member_joins_and_when_it_moves() -> None:
    first = resolve(FAMILY, SAME)
    (home,) = (home for home in first.households if len(home.members) == 3)
    later = [
        row(
            f"survey/{number + 10}",
            household_id="Z",
            relationship=role,
            recorded_on="2026-01-01",
            **at("55", "9"),
        )
        for number, role in ((1, "head"), (3, "spouse"), (4, "other"))
    ]
    rows = [*FAMILY, *later]
    second = resolve(
        rows, one_each(*rows) | SAME | {"survey/11": "dang", "survey/13": "survey/3"}, before=first
    )
    moved = next(home for home in second.households if home.address.get("building_number") == "55")
    assert moved.id == home.id


SEALED = [
    row(
        "shelter/1",
        household_id="S",
        relationship="head",
        given="Noi",
        family="Hidden",
        phone="0811111111",
        recorded_on="2026-01-01",
        **at("1", "1", "100101"),
    ),
    row(
        "shelter/2",
        household_id="S",
        relationship="child",
        given="Ying",
        family="Hidden",
        recorded_on="2026-01-01",
        **at("1", "1", "100101"),
    ),
    row("clinic/1", given="Ying", family="Hidden", recorded_on="2026-02-01"),
]


def test_a_sealed_record_attaches_to_an_open_person_and_adds_nothing() -> None:
    rows = [*FAMILY, *SEALED]
    resolution = resolve(rows, one_each(*rows) | SAME | {"survey/3": "noi", "shelter/1": "noi"})
    noi = person_of(resolution, "shelter/1")
    assert noi.compartment == "open"
    assert noi.records == ("shelter/1", "survey/3")
    assert "phone" not in noi.values
    assert noi.values["given_name"].supports == ("survey/3",)
    assert open_view(resolution) == open_view(resolve(FAMILY, SAME))


def test_a_person_of_sealed_records_alone_lives_in_their_compartment() -> None:
    resolution = resolve(SEALED)
    assert person_of(resolution, "shelter/1").compartment == "violence"
    assert person_of(resolution, "shelter/1").values["phone"].value == "0811111111"
    assert {home.compartment for home in resolution.households} == {"violence"}
    assert {house.compartment for house in resolution.houses} == {"violence"}
    assert {family.compartment for family in resolution.families} == {"violence"}


def test_two_sealed_compartments_never_share_a_person() -> None:
    resolution = resolve(SEALED, one_each(*SEALED, ying="shelter/2 clinic/1"))
    assert person_of(resolution, "shelter/2").id != person_of(resolution, "clinic/1").id
    assert person_of(resolution, "clinic/1").compartment == "health"


labels = st.lists(st.sampled_from("abcdefgh"), min_size=8, max_size=8)


@settings(max_examples=60)
@given(labels, labels)
def test_the_open_view_is_the_same_with_and_without_sealed_records(
    first: list[str], second: list[str]
) -> None:
    """Whatever is sealed and however it was linked, before and after."""
    rows = [*FAMILY, *SEALED]
    keys = [str(each["key"]) for each in rows]
    visible = keys[: len(FAMILY)]
    earlier, later = dict(zip(keys, first, strict=True)), dict(zip(keys, second, strict=True))
    with_sealed = resolve(rows, later, before=resolve(rows, earlier))
    only_open = resolve(
        FAMILY,
        {key: later[key] for key in visible},
        before=resolve(FAMILY, {key: earlier[key] for key in visible}),
    )
    assert open_view(with_sealed)[:5] == open_view(only_open)[:5]
    open_ids = {gone.person_id: gone for gone in only_open.retirements}
    assert {
        gone.person_id: gone for gone in with_sealed.retirements if gone.person_id in open_ids
    } == open_ids


def test_twenty_thousand_records_take_seconds() -> None:
    rows = [
        row(
            f"survey/{n}",
            household_id=str(n // 4),
            relationship="head" if n % 4 == 0 else "child",
            given=f"g{n}",
            family=f"f{n // 4}",
            recorded_on="2024-01-01",
            **at(str(n // 4)),
        )
        for n in range(20_000)
    ]
    ready, clusters = table(*rows), {str(each["key"]): f"c{n // 2 * 2}" for n, each in enumerate(rows)}
    begun = time.process_time()
    resolution = resolve_persons(ready, clusters, sources=SOURCES, previous={}, taken=(), model="m1")
    assert time.process_time() - begun < 6
    assert len(resolution.households) == 5_000


def test_a_neighbour_is_as_on_file_unless_the_address_would_be_another() -> None:
    rows = [
        row("survey/1", given="Mali", birth_date="1980-02-03", **at("12")),
        row("roll/2", given="Dam", **at("12")),
    ]
    persons = resolve(rows).persons
    whole = next(person for person in persons if "survey/1" in person.records)
    address = {part: str(whole.values[part].value) for part in ADDRESS if part in whole.values}

    def again(on_file: OnFile) -> Person:
        known = Known(
            SOURCES,
            previous={key: person.id for person in persons for key in person.records},
            households={},
            taken={person.id for person in persons},
            on_file={whole.id: on_file},
        )
        found = resolve_region(rows, one_each(*rows), known, beside={}, model="m1")
        return next(person for person in found.persons if person.id == whole.id)

    unchanged = again(OnFile(address, 1980))
    assert unchanged.as_on_file
    assert not unchanged.values
    assert again(OnFile({**address, "building_number": "99"}, 1980)) == whole
