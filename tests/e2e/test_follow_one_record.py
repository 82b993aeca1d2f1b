"""Follow one record through the house: from a line of a CP874 file to what each of three departments sees.

Nang Somsri (นางสมศรี), born in 2490, draws the old-age allowance. The Department of Older Persons knows her from
its roll. The Permanent Secretary's survey met her as the head of a household, and spelt her family name as it
sounds. Her grandchild, who lives with her, is on the child grant. Read from top to bottom; each test is a step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.driver import Database
from hub.feeds import Feed
from hub.serving import running_server
from hub.settings import Settings
from identity.standardise import standardise_records
from tests.conftest import EMPTY
from tests.e2e.story import Story, load_world

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.embedded import Connection

RECORD = "dop_allowance/999001"
WHO = "query ($id: ID!) { person(id: $id) { id givenName familyName birthDate citizenId phone province } }"


@pytest.fixture(scope="module")
def story(neo4j_server: Connection, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    settings = Settings(data_dir=tmp_path_factory.mktemp("story"), port=0, log_level="ERROR")
    with Database.connect(neo4j_server.uri, user=neo4j_server.user, password=neo4j_server.password) as db:
        db.execute(EMPTY)
        catalogue, files, resolved = load_world(db, settings)
        with running_server(settings, neo4j_server) as port:
            url = f"http://127.0.0.1:{port}/graphql"
            yield Story(settings, catalogue, files, db, resolved, url)


def test_1_it_is_a_line_of_bytes_in_a_cp874_file(story: Story) -> None:
    line = story.files["dop_allowance"].read_bytes().splitlines()[-1]
    assert line.startswith(b"999001,\xf3\xf5\xf0")
    assert "สมศรี".encode("cp874") in line


def test_2_the_feed_reads_it_as_it_was_sent(story: Story) -> None:
    *_, record = Feed(story.catalogue.source("dop_allowance"), story.files["dop_allowance"]).records()
    assert record.key == RECORD
    assert record.values["birth_date"] == "๑๒/๐๙/๒๔๙๐"
    assert record.values["registered_province"] == "เชียงใหม่"


def test_3_standardising_adds_comparable_forms_and_loses_nothing(story: Story) -> None:
    *_, record = Feed(story.catalogue.source("dop_allowance"), story.files["dop_allowance"]).records()
    standard = standardise_records([record], locale="th").to_pylist()[0]
    assert standard["birth_date"] == "1947-09-12"
    assert (standard["citizen_id"], standard["citizen_id_kind"]) == ("3500900123451", "thai")
    assert standard["sex"] == "female"
    assert standard["registered_sub_district_code"] == "500109"
    assert record.values["citizen_id"] == "๓๕๐๐๙๐๐๑๒๓๔๕๑"


def test_4_it_is_linked_to_the_survey_although_the_names_are_spelt_differently(story: Story) -> None:
    links = story.resolved.linkage.links.to_pylist()
    link = next(link for link in links if {link["left"], link["right"]} == {RECORD, "ops_logbook/LB999001"})
    assert link["probability"] > 0.99
    assert story.person_of(RECORD) == story.person_of("ops_logbook/LB999001")


def test_5_it_is_not_the_person_of_her_daughter_or_grandchild(story: Story) -> None:
    family = {story.person_of(f"ops_logbook/LB99900{number}") for number in (1, 2, 3)}
    assert len(family) == 3
    assert story.person_of("dcy_child_grant/CG-999002") == story.person_of("ops_logbook/LB999003")


def test_6_the_golden_person_says_which_record_each_value_comes_from(story: Story) -> None:
    person = next(one for one in story.resolved.resolution.persons if RECORD in one.records)
    born = person.values["birth_date"]
    assert born.value == "1947-09-12"
    assert set(born.supports) == {RECORD, "ops_logbook/LB999001"}
    family_name = person.values["family_name"]
    assert family_name.rule
    assert len({*family_name.supports, *family_name.contradicts}) == 2


def test_7_the_graph_keeps_the_record_unchanged_beside_the_person(story: Story) -> None:
    row = story.db.execute(
        """MATCH (r:SourceRecord {key: $key, current: true})-[i:IDENTIFIES]->(p:Person)
           WHERE i.until IS NULL RETURN r.birthDate AS sent, p.birthDate AS golden, i.decidedBy AS decided""",
        key=RECORD,
    )[0]
    assert row["sent"] == "๑๒/๐๙/๒๔๙๐"
    assert row["golden"] == "1947-09-12"
    assert row["decided"] == f"model:{story.resolved.linkage.model.version}"


def test_8_older_persons_sees_her_whole(story: Story) -> None:
    answer = story.ask("DOP", "allowance", WHO, id=story.person_of(RECORD))
    person = answer["data"]["person"]
    assert person["givenName"] == "สมศรี"
    assert person["birthDate"] == "1947-09-12"
    assert person["citizenId"] == "3500900123451"
    assert answer["extensions"]["access"]["denied"] == []
    assert answer["extensions"]["access"]["agreements"] == ["ops-dop-allowance@1"]


def test_9_children_and_youth_sees_that_an_older_woman_lives_with_the_child(story: Story) -> None:
    answer = story.ask("DCY", "child_grant", WHO, id=story.person_of(RECORD))
    person = answer["data"]["person"]
    assert (person["givenName"], person["birthDate"], person["province"]) == ("ส.", "1947", "เชียงใหม่")
    assert (person["citizenId"], person["phone"]) == (None, None)
    assert set(answer["extensions"]["access"]["denied"]) == {"Person.citizenId", "Person.phone"}


def test_10_the_disability_department_cannot_tell_that_she_exists(story: Story) -> None:
    hers = story.ask("DEP", "disability_card", WHO, id=story.person_of(RECORD))
    nobodys = story.ask("DEP", "disability_card", WHO, id="P000000000000")
    assert hers["data"]["person"] is None
    assert hers == nobodys
