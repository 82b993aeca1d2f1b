"""A world with a shelter whose register is sealed, and the same world without it, loaded by the road every feed takes."""

from __future__ import annotations

import csv
import shutil
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from graph import people
from hub import pipeline
from hub.catalogue import SourceCatalogue, load_catalogue
from hub.demo.population import write_population
from hub.demo.run import demo_sharing
from hub.feeds import Feed
from hub.tokens import development_issuer
from tests.e2e.story import APPLIED, CHILD, GRANDMOTHER, HOME, MOTHER, ON_THE_ROLL, SURVEYED, append_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import httpx2

    from graph.driver import Database
    from hub.settings import Settings

SHELTER, COMPARTMENT = "dv_shelter", "domestic_violence"
FIRST_DAY = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
MAPPING = """
source: dv_shelter
title: {th: บ้านพักฉุกเฉิน, en: Emergency shelter}
agency: DWF
trust: 95
compartment: domestic_violence
programme: family_logbook
format: csv
locale: th
encoding: utf-8
record_id: "no"
fields: {citizen_id: pid, given_name: first, family_name: last, sex: sex, birth_date: born, phone: phone,
  house_code: house, building_number: number, township_number: village, sub_district: tambon, district: amphoe,
  province: changwat, household_id: family, relationship: role, recorded_on: "on"}
"""
COLUMNS = (
    "no", "pid", "first", "last", "sex", "born", "phone", "house", "number", "village", "tambon", "amphoe",
    "changwat", "family", "role", "on",
)  # fmt: skip
AT_HOME = {"number": HOME["house_no"], "village": HOME["moo"], "tambon": HOME["tambon"], "amphoe": HOME["amphoe"], "changwat": HOME["province"]}  # fmt: skip
AWAY = {
    "house": "50090055555",
    "number": "9",
    "tambon": "แม่เหียะ",
    "amphoe": "เมืองเชียงใหม่",
    "changwat": "เชียงใหม่",
}
STRANGER = {"first": "ลับแล", "last": "ปิดบังใจ", "sex": "หญิง", "born": "5/6/2531", "phone": "0891112222"}

IN_THE_SHELTER: tuple[dict[str, str], ...] = (
    # The daughter came to the shelter last month: a newer record than any other, with another name and address.
    {"no": "1", "pid": MOTHER, "first": "วิภาวดี", "last": "เปลี่ยนแล้ว", "born": "3/3/2535", "on": "1/10/2569", "phone": "0890001111", **AWAY},
    # It names grandmother and child together with somebody unknown, under one of the shelter's own family numbers.
    {"no": "2", "pid": GRANDMOTHER, "first": "สมศรี", "last": "พงษ์พิพัฒน์กุล", "born": "12/9/2490", "family": "F1", "role": "หัวหน้าครัวเรือน", "on": "1/10/2569", **AT_HOME},
    {"no": "3", "pid": CHILD, "first": "กนกพร", "last": "พงษ์พิพัฒน์กุล", "born": "20/2/2566", "family": "F1", "role": "หลาน", "on": "1/10/2569", **AWAY},
    {"no": "4", **STRANGER, "family": "F1", "role": "บุตร", "on": "1/10/2569", "house": "50090012345", **AT_HOME},
    # The grandmother's number in other hands would make it contested, and the daughter's name with the child's
    # number would bridge the two.
    {"no": "5", "pid": GRANDMOTHER, "first": "ธวัชชัย", "last": "หมายปอง", "born": "1/1/2520", "sex": "ชาย", "on": "1/10/2569"},
    {"no": "6", "pid": CHILD, "first": "วิภาวดี", "last": "พงษ์พิพัฒน์กุล", "born": "3/3/2535", "on": "1/10/2569", **AT_HOME},
    # A crowd at the open household's address and in the same year: blocks over their caps, a house that is shared.
    *(
        {"no": str(100 + n), "first": f"{'กขคงจฉชซญฐ'[n % 10]}ร{'กขคงจฉชซญฐ'[n // 10]}", "last": "พงษ์พิพัฒน์กุล", "born": "12/9/2490",
         "on": "1/10/2569", "house": "50090012345", **AT_HOME}
        for n in range(70)
    ),
)  # fmt: skip
LATER = ({"รหัสแบบสำรวจ": "LB999900", "ชื่อ": STRANGER["first"], "นามสกุล": STRANGER["last"], "เพศ": "หญิง", "วันเกิด": "5 มิ.ย. 2531",
          "โทรศัพท์": "0891112222", "บ้านเลขที่": "77", "ตำบล": HOME["tambon"], "อำเภอ": HOME["amphoe"], "จังหวัด": HOME["province"],
          "วันที่สำรวจ": "1 พ.ย. 2569"},)  # fmt: skip
"""The stranger, surveyed for the first time after the shelter had come to know her."""

INSIDER = {
    "id": "dwf-shelter", "agency": "DWF", "roles": ["caseworker"], "purposes": ["shelter"],
    "compartments": [COMPARTMENT], "areas": [],
}  # fmt: skip


def sharing() -> dict[str, Any]:
    """The demo's agreements, and one by which the shelter's own officers see everybody's names and records."""
    agreed = demo_sharing()
    given = {
        "Person": ("givenName", "familyName", "province"),
        "SourceRecord": ("source", "recordId", "familyName"),
        "Identification": ("since",),
        "Membership": ("role",),
        "Household": ("houseCode",),
    }
    grants = [
        {"entity": entity, "row_scope": "ALL", "fields": [{"name": name, "mask": "clear"} for name in names]}
        for entity, names in given.items()
    ]
    agreement = {
        "code": "dwf-dwf-shelter", "version": 1, "status": "ACTIVE", "legal_basis": "Domestic Violence Act s.9",
        "provider": "DWF", "receiver": "DWF", "purpose": "shelter", "valid_from": "2025-10-01", "valid_to": "2035-09-30",
        "grants": grants,
    }  # fmt: skip
    purpose = {
        "code": "shelter",
        "name": "Shelter victims",
        "section": "PDPA s.26",
        "roles": ["caseworker"],
    }
    return {
        "purposes": [*agreed["purposes"], purpose],
        "clients": [*agreed["clients"], INSIDER],
        "agreements": [*agreed["agreements"], agreement],
    }


@dataclass(frozen=True, slots=True)
class Files:
    """The feeds, written once: the six departments', the shelter's, and a later delivery of the survey."""

    open: Mapping[str, Path]
    sealed: Path
    later: Path
    catalogue: SourceCatalogue
    without_shelter: SourceCatalogue


def write_files(settings: Settings, directory: Path) -> Files:
    feeds = dict(write_population(directory / "demo", persons=40, seed=11).files)
    append_lines(feeds["dop_allowance"], "cp874", [ON_THE_ROLL])
    append_lines(feeds["ops_logbook"], "utf-8-sig", list(SURVEYED))
    append_lines(feeds["dcy_child_grant"], "utf-8", list(APPLIED))
    later = directory / "later.csv"
    header = feeds["ops_logbook"].read_bytes().split(b"\n", 1)[0]
    later.write_bytes(header + b"\n")
    append_lines(later, "utf-8-sig", list(LATER))
    sealed = directory / "shelter.csv"
    with sealed.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(IN_THE_SHELTER)
    mappings = directory / "sources"
    shutil.copytree(settings.sources_dir, mappings)
    (mappings / "dv_shelter.yaml").write_text(MAPPING, encoding="utf-8")
    return Files(feeds, sealed, later, load_catalogue(mappings), load_catalogue(settings.sources_dir))


@dataclass(frozen=True, slots=True)
class Loading:
    """One way for a world to come about."""

    db: Database
    settings: Settings
    files: Files
    catalogue: SourceCatalogue

    def take(self, feeds: Iterable[tuple[str, Path]], *, day: int) -> None:
        """Ingest these feeds and resolve everything, on the first day with a newly trained model."""
        at = FIRST_DAY + timedelta(days=day)
        pipeline.declare(self.db, self.catalogue, sharing())
        for source, path in feeds:
            feed = Feed(self.catalogue.source(source), path)
            pipeline.ingest(self.db, feed, quarantine_dir=self.settings.data_dir / "quarantine", at=at)
        pipeline.resolve(self.db, self.catalogue, self.settings, at=at, train=day == 0)

    def person_of(self, key: str) -> str:
        """The person a record identifies now."""
        return people.assignment(self.db).previous[key]


@dataclass(frozen=True, slots=True)
class Caller:
    """One application asking one running hub."""

    http: httpx2.Client
    url: str
    settings: Settings
    client: Mapping[str, Any]

    def __call__(self, document: str, **variables: Any) -> bytes:
        """The body of the answer, to the byte."""
        token = development_issuer(self.settings).issue(
            client_id=self.client["id"],
            role=self.client["roles"][0],
            purposes=self.client["purposes"],
            compartments=[COMPARTMENT],
            now=time.time(),
        )
        headers = {
            "Authorization": f"Bearer {token}",
            "Hub-Case": "2569/1",
            "Hub-Reason": "a test",
            "Hub-Purpose": self.client["purposes"][0],
        }
        body = {"query": document, "variables": variables}
        return self.http.post(self.url, json=body, headers=headers).content
