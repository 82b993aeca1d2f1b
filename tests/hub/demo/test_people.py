"""The people of the population live lives that could be true."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from hub.demo.people import REFERENCE_DAY, siblings_of
from hub.demo.places import HIGHLAND_PROVINCES, MALAY_PROVINCES

if TYPE_CHECKING:
    from hub.demo.world import World


def test_twins_share_birthday_and_mother_and_have_names_of_their_own(world: World) -> None:
    twins = [person for person in world.persons if person.twin is not None]
    assert len(twins) >= 0.01 * len(world.persons)
    for person in twins:
        other = person.twin
        assert other is not None
        assert other.twin is person
        assert (other.born, other.mother) == (person.born, person.mother)
        assert other.name_on(person.born) != person.name_on(person.born)
    # Most twins' names begin alike, which is what makes them hard to keep apart.
    alike = [p for p in twins if p.twin and p.name_on(p.born).given[:2] == p.twin.name_on(p.born).given[:2]]
    assert len(alike) > 0.3 * len(twins)


def test_parents_know_their_children_and_are_old_enough(world: World) -> None:
    for person in world.persons:
        for parent in (person.mother, person.father):
            if parent is not None:
                assert person in parent.children
                assert person.born - parent.born > timedelta(days=18 * 365)
        assert all(child.mother is person or child.father is person for child in person.children)


def test_brothers_and_sisters_are_given_different_names(world: World) -> None:
    for person in world.persons:
        names = [child.name.spans[0][1].given for child in person.children]
        assert len(set(names)) == len(names)


def test_spouses_are_each_others_and_never_brother_and_sister(world: World) -> None:
    married = [person for person in world.persons if person.spouse is not None]
    assert len(married) > 0.2 * len(world.persons)
    for person in married:
        assert person.spouse is not None
        assert person.spouse.spouse is person
        assert person.spouse not in siblings_of(person)


def test_everybody_lives_in_a_household_that_has_a_house(world: World) -> None:
    known = {household.id for household in world.households}
    assert len(known) == len(world.households)
    for person in world.persons:
        assert person.household.last is not None
        assert person.household.last.id in known
    houses = [house for household in world.households for _, house in household.house.spans]
    assert all(household.house.spans for household in world.households)
    assert all(len(house.code) == 11 and house.code[:4] == house.village.district.code for house in houses)


def test_only_shelters_dormitories_and_the_central_register_share_a_house_code(world: World) -> None:
    codes = Counter(house.code for home in world.households for house in {h for _, h in home.house.spans})
    shared = {
        house.code for home in world.households for _, house in home.house.spans if house.shared_by_strangers
    }
    assert {code for code, count in codes.items() if count > 1} <= shared
    assert max(codes.values()) >= 6
    registered = Counter(p.registered.last.code for p in world.persons if p.registered.last)
    assert any(registered[house.code] >= 2 for house in world.central.values())


def test_ages_make_a_pyramid_with_many_old_people(world: World) -> None:
    ages = [person.age_on(REFERENCE_DAY) for person in world.persons]
    shares = {name: sum(low <= age < high for age in ages) / len(ages) for name, low, high in
              (("children", 0, 15), ("grown", 15, 60), ("old", 60, 110))}  # fmt: skip
    assert min(ages) >= 0
    assert 0.12 < shares["children"] < 0.24
    assert 0.50 < shares["grown"] < 0.70
    assert 0.14 < shares["old"] < 0.30


def test_wives_change_name_and_title_at_the_wedding(world: World) -> None:
    women = [
        p for p in world.persons if p.sex == "female" and p.spouse and p.spouse.culture == p.culture == "thai"
    ]
    changed = [p for p in women if len({name.family for _, name in p.name.spans}) > 1]
    assert 0.4 < len(changed) / len(women) < 0.85
    titles = Counter(p.title_on(REFERENCE_DAY) for p in women)
    assert titles["นาง"] > titles["นางสาว"] > 0


def test_children_have_childrens_titles_until_fifteen(world: World) -> None:
    for person in world.persons:
        title = person.title_on(person.born + timedelta(days=3000))
        assert title in (
            {"เด็กชาย", "เด็กหญิง"} if not person.title.on(person.born + timedelta(days=3000)) else {title}
        )
        assert person.title_on(person.born + timedelta(days=20 * 366)) not in ("เด็กชาย", "เด็กหญิง")


def test_the_special_names_are_there(world: World) -> None:
    families = [person.name_on(REFERENCE_DAY).family for person in world.persons]
    assert sum(name.startswith("แซ่") for name in families) > 0.01 * len(families)
    assert sum(not name for name in families) > 0.02 * len(families)
    assert any(person.title_on(REFERENCE_DAY) in ("พระ", "สามเณร") for person in world.persons)


def test_given_names_are_unequal_and_family_names_nearly_unique_to_families(world: World) -> None:
    thai = [person for person in world.persons if person.culture == "thai"]
    given = Counter(person.name_on(person.born).given for person in thai)
    top = sum(count for _, count in given.most_common(len(given) // 10))
    assert 0.2 < top / len(thai) < 0.6
    kindreds: dict[str, set[int]] = {}
    for person in thai:
        kindreds.setdefault(person.name_on(person.born).family, set()).add(person.kindred)
    shared = sum(len(each) > 1 for each in kindreds.values())
    assert 0 < shared < 0.15 * len(kindreds)


def test_there_are_unrelated_namesakes_of_nearly_one_age(world: World) -> None:
    bearers: dict[tuple[str, str], list[int]] = {}
    for position, person in enumerate(world.persons):
        name = person.name_on(REFERENCE_DAY)
        if name.family:
            bearers.setdefault((name.given, name.family), []).append(position)
    close = 0
    for same in bearers.values():
        persons = [world.persons[position] for position in same]
        close += any(
            one.kindred != other.kindred and abs(one.born.year - other.born.year) <= 1
            for at, one in enumerate(persons)
            for other in persons[at + 1 :]
        )
    assert close >= 0.003 * len(world.persons)


def test_people_live_in_real_sub_districts_a_few_provinces_dense(world: World) -> None:
    import geothai

    places = [p.household.last.building.village for p in world.persons if p.household.last]
    provinces = Counter(village.province.code for village in places)
    assert len(provinces) >= 20
    assert sum(count for _, count in provinces.most_common(6)) > 0.4 * len(places)
    assert set(provinces) & MALAY_PROVINCES
    assert set(provinces) & HIGHLAND_PROVINCES
    for village in set(places):
        assert geothai.subdistrict(village.sub_district.code) == village.sub_district
        assert village.postcode in village.sub_district.postal_codes
