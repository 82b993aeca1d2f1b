"""A small graph, written as `docs/graph.md` says: one household of three persons whom different agencies serve,
a married couple in another, sealed nodes, retired ids, and the records behind them.

* P1 สมชาย ใจดี (DOP, DCY) is head of H1; P2 สมหญิง ใจดี (DCY) his wife; P3 มานี (DEP) their daughter.
* P4 สมชัย ใจดี (DOP) and P5 somchai jaidee (DCY) live in H2. P9 is known from the shelter's records alone.
* M1 was merged into P1; S1 was split into P1 and P2; M2 was merged into S1.
* Of those who lived in G1 all live in H1; of those in G2 some in H1, some in H2; G3 became G2; G9 was sealed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, LiteralString

from identity.standardise import sound_key

if TYPE_CHECKING:
    from graph.driver import Database

WHEN = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
Edge = tuple[str, str, dict[str, Any]]


@dataclass(slots=True)
class World:
    """Nodes by label and edges by type; node keys are unique over all labels."""

    nodes: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    edges: dict[str, list[Edge]] = field(default_factory=dict)

    def node(self, label: str, key: str, /, **properties: Any) -> None:
        self.nodes.setdefault(label, []).append({"id": key, **properties})

    def edge(self, kind: str, start: str, end: str, /, **properties: Any) -> None:
        self.edges.setdefault(kind, []).append((start, end, properties))

    def person(self, key: str, given: str | None, family: str | None, *agencies: str, **more: Any) -> None:
        sounds = {
            "givenSound": sound_key(given or "") or None,
            "familySound": sound_key(family or "") or None,
        }
        known = {
            "givenName": given,
            "familyName": family,
            **sounds,
            "status": "active",
            "compartment": "open",
        }
        self.node("Person", key, **known, agencies=list(agencies), **more)

    def record(self, agency: str, source: str, number: str, person: str, **said: Any) -> None:
        """A record of the open compartment, unless `compartment` says otherwise, that identifies a person."""
        key = f"{source}/{number}"
        own = {
            "key": key,
            "source": source,
            "recordId": number,
            "agency": agency,
            "version": 1,
            "current": True,
        }
        sides = {"supports": said.pop("supports", []), "contradicts": said.pop("contradicts", [])}
        until = said.pop("until", None)
        self.node("SourceRecord", f"{key}@1", **own, **{"compartment": "open", "receivedAt": WHEN, **said})
        tie = {"since": WHEN, "until": until, "decidedBy": "model:1", **sides}
        self.edge("IDENTIFIES", f"{key}@1", person, **tie)

    def write(self, db: Database) -> None:
        """Put this world in the place of the one before, in one transaction."""
        rows: dict[str, Any] = {label: self.nodes.get(label, []) for label in _LABELS}
        for kind in _KINDS:
            edges = self.edges.get(kind, [])
            rows[kind] = [{"start": start, "end": end, "properties": more} for start, end, more in edges]
        db.execute(_WRITE, **rows)


_LABELS: tuple[LiteralString, ...] = (
    "Person", "Household", "House", "Family", "Programme", "Enrolment", "SourceRecord",
)  # fmt: skip
_KINDS: tuple[LiteralString, ...] = (
    "MEMBER_OF", "IN_HOUSE", "PART_OF", "LIVES_IN", "KIN", "ENROLLED", "IN_PROGRAMME", "EVIDENCES",
    "IDENTIFIES", "BECAME",
)  # fmt: skip
_WRITE: LiteralString = " ".join(
    [
        "CALL () { MATCH (n:Seeded) DETACH DELETE n }",
        *(
            f"CALL () {{ UNWIND ${label} AS row CREATE (n:{label}:Seeded) "
            "SET n = row, n.code = coalesce(row.code, row.id) }"
            for label in _LABELS
        ),
        *(
            f"CALL () {{ UNWIND ${kind} AS row MATCH (a:Seeded {{id: row.start}}), (b:Seeded {{id: row.end}}) "
            f"CREATE (a)-[r:{kind}]->(b) SET r = row.properties }}"
            for kind in _KINDS
        ),
    ]
)


def village() -> World:
    world = World()
    rules = ["birthDate=most_precise", "citizenId=checked", "givenName=most_frequent"]
    world.person(
        "P1", "สมชาย", "ใจดี", "DCY", "DOP", title="นาย", birthDate="1950-04-13", birthYear=1950, sex="male",
        citizenId="3501200012348", province="เชียงใหม่", provinceCode="50", phone="0812345678", rules=rules,
        formerNames=["สมชาย ใจร้าย"], email="somchai@example.org",
    )  # fmt: skip
    world.person("P2", "สมหญิง", "ใจดี", "DCY", province="เชียงใหม่", provinceCode="50", birthYear=1955)
    world.person("P3", "มานี", "ใจดี", "DEP", province="เชียงใหม่", provinceCode="50", birthYear=1980)
    world.person("P4", "สมชัย", "ใจดี", "DOP", province="ลำพูน", provinceCode="51", birthYear=1951)
    world.person("P5", "สมไชย", "จัยดี", "DCY", province="ลำพูน", provinceCode="51", birthYear=1950)
    world.person("P9", "สมชาย", "ใจดี", "DWF", provinceCode="50")
    world.nodes["Person"][-1]["compartment"] = "shelter"
    for key, status in (("M1", "merged"), ("M2", "merged"), ("S1", "split"), ("X9", "merged")):
        world.node("Person", key, status=status, compartment="shelter" if key == "X9" else "open")
    for start, end in (("M1", "P1"), ("M2", "S1"), ("S1", "P1"), ("S1", "P2"), ("X9", "P1")):
        world.edge("BECAME", start, end, reason="merged")
    _homes(world)
    _services(world)
    return world


def _homes(world: World) -> None:
    for key, agencies, code in (("H1", ["DCY", "DEP", "DOP"], "50010000011"), ("H2", ["DCY", "DOP"], None)):
        world.node(
            "Household", key, compartment="open", agencies=agencies, houseCode=code, province="เชียงใหม่",
            provinceCode="50",
        )  # fmt: skip
    for key in ("G1", "G2", "G3", "G9"):
        compartment = "shelter" if key == "G9" else "open"
        world.node(
            "Household",
            key,
            compartment=compartment,
            agencies=[],
            size=0,
            province="พะเยา",
            provinceCode="56",
        )
    for start, end in (("G1", "H1"), ("G2", "H1"), ("G2", "H2"), ("G3", "G2"), ("G9", "H1")):
        world.edge("BECAME", start, end, at=WHEN)
    world.node("House", "B1", houseCode="50010000011", province="เชียงใหม่")
    world.edge("IN_HOUSE", "H1", "B1")
    lives = {"livesHere": True, "registeredHere": True, "since": "2001-01-01"}
    for person, household, role in (
        ("P1", "H1", "head"), ("P2", "H1", "spouse"), ("P3", "H1", "child"), ("P4", "H2", "head"),
        ("P5", "H2", "other"),
    ):  # fmt: skip
        world.edge("MEMBER_OF", person, household, role=role, **lives)
    world.edge("MEMBER_OF", "P3", "H2", role="child", livesHere=False, until="2000-12-31")
    world.node("Family", "F1", size=3, compartment="open")
    for person in ("P1", "P2", "P3"):
        world.edge("PART_OF", person, "F1")
    world.edge("LIVES_IN", "F1", "H1")
    married = ["dcy_child_grant/7@1", "dwf_shelter/3@1"]
    for start, end, relation, records in (
        ("P2", "P1", "spouse", married), ("P1", "P2", "spouse", married),
        ("P3", "P1", "child", ["dep_disability/5@1", "dop_allowance/1@1", "dop_allowance/2@1", "dop_allowance/4@1"]),
        ("P3", "P1", "ward", ["dep_disability/5@1"]),
    ):  # fmt: skip
        world.edge("KIN", start, end, relation=relation, records=records)


def _services(world: World) -> None:
    world.node(
        "Programme", "OAA", code="OAA", nameTh="เบี้ยยังชีพผู้สูงอายุ", nameEn="Old age allowance", agency="DOP"
    )
    world.node("Programme", "CSG", code="CSG", nameTh="เงินอุดหนุนเด็ก", nameEn="Child grant", agency="DCY")
    world.record(
        "DOP", "dop_allowance", "1", "P1", givenName="สมชาย", birthDate="13/04/2493", attr_bank="KTB",
        attr_account="123", supports=["givenName", "birthDate"],
    )  # fmt: skip
    world.record("DCY", "dcy_child_grant", "7", "P1", givenName="สมชาย ", contradicts=["birthDate"])
    world.record(
        "DWF", "dwf_shelter", "3", "P1", givenName="สมชาย", compartment="shelter", supports=["givenName"]
    )
    world.record("DEP", "dep_disability", "5", "P3", givenName="มานี")
    world.record("DOP", "dop_allowance", "2", "P1", until=WHEN)
    world.record("DOP", "dop_allowance", "4", "P4")
    for key, agency, programme, amount in (
        ("dop_allowance/1", "DOP", "OAA", 600.0), ("dcy_child_grant/7", "DCY", "CSG", 800.0),
    ):  # fmt: skip
        own = {"agency": agency, "status": "active", "compartment": "open", "programme": programme}
        world.node("Enrolment", f"{key}", amount=amount, since="2020-01-01", **own)
        world.edge("IN_PROGRAMME", key, programme)
        world.edge("ENROLLED", "P1", key)
        world.edge("EVIDENCES", f"{key}@1", key)
