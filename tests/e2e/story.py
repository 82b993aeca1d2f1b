"""The surroundings of the story: a small population, and a few lines written into its files by hand."""

from __future__ import annotations

import csv
import io
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from graph.migrate import migrate
from hub import pipeline
from hub.catalogue import load_catalogue
from hub.client import ask
from hub.demo.population import write_population
from hub.demo.run import demo_sharing
from hub.feeds import Feed
from hub.tokens import development_issuer

if TYPE_CHECKING:
    from pathlib import Path

    from graph.driver import Database
    from hub.catalogue import SourceCatalogue
    from hub.pipeline import Resolved
    from hub.settings import Settings

GRANDMOTHER = "3500900123451"
MOTHER = "1500900345679"
CHILD = "1509900456789"

HOME = {"house_no": "123", "moo": "4", "tambon": "แม่เหียะ", "amphoe": "เมืองเชียงใหม่", "province": "เชียงใหม่"}

ON_THE_ROLL = {
    "running_no": "999001", "pid": "๓๕๐๐๙๐๐๑๒๓๔๕๑", "prefix": "นาง", "fname": "สมศรี", "lname": "พงษ์พิพัฒน์กุล", "sex": "ญ",
    "dob": "๑๒/๐๙/๒๔๙๐", "hid": "50090012345", "house_no": "๑๒๓", "moo": "๔", "tambon": "แม่เหียะ", "amphoe": "เมืองเชียงใหม่",
    "changwat": "เชียงใหม่", "begin_date": "๐๑/๑๐/๒๕๕๐", "amount": "๗๐๐", "roll_date": "๐๑/๑๐/๒๕๖๖",
}  # fmt: skip
"""The record we follow. Everything in it is as the roll writes it: Thai digits, Buddhist year, CP874."""


def surveyed(
    number: int, relationship: str, citizen_id: str, name: tuple[str, str, str], sex: str, born: str
) -> dict[str, str]:
    """One line of the Logbook survey; all of them live in one house."""
    title, given, family = name
    return {
        "รหัสแบบสำรวจ": f"LB99900{number}", "เลขที่ครัวเรือน": "HH2568-999999", "ความสัมพันธ์": relationship,
        "เลขประจำตัวประชาชน": citizen_id, "คำนำหน้า": title, "ชื่อ": given, "นามสกุล": family, "เพศ": sex, "วันเกิด": born,
        "รหัสประจำบ้าน": "50090012345", "บ้านเลขที่": HOME["house_no"], "หมู่ที่": HOME["moo"], "ตำบล": HOME["tambon"],
        "อำเภอ": HOME["amphoe"], "จังหวัด": HOME["province"], "รหัสไปรษณีย์": "50100", "วันที่สำรวจ": "11 ม.ค. 2568",
    }  # fmt: skip


SURVEYED = (
    surveyed(1, "หัวหน้าครัวเรือน", GRANDMOTHER, ("นาง", "สมศรี", "พงศ์พิพัฒน์กุล"), "หญิง", "12 ก.ย. 2490"),
    surveyed(2, "บุตร", MOTHER, ("นางสาว", "วิภาวดี", "พงษ์พิพัฒน์กุล"), "หญิง", "3 มี.ค. 2535"),
    surveyed(3, "หลาน", CHILD, ("ด.ญ.", "กนกพร", "พงษ์พิพัฒน์กุล"), "หญิง", "20 ก.พ. 2566"),
)
APPLIED = tuple(
    {
        "row_id": f"CG-99900{number}", "application_no": "68-999999", "person_role": role, "citizen_id": citizen_id,
        "title_name": title, "first_name": given, "last_name": "พงษ์พิพัฒน์กุล", "birth_date": born, "house_no": "123",
        "village_no": "4", "subdistrict": HOME["tambon"], "district": HOME["amphoe"], "province": HOME["province"],
        "zipcode": "50100", "start_date": "2023-03-01", "monthly_amount": "600", "created_at": "2023-03-01",
    }
    for number, role, citizen_id, title, given, born in (
        (1, "ผู้ยื่นคำขอ", MOTHER, "นางสาว", "วิภาวดี", "1992-03-03"),
        (2, "บุตร", CHILD, "เด็กหญิง", "กนกพร", "2023-02-20"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Story:
    """The world after the six files were loaded and resolved, and the address it answers at."""

    settings: Settings
    catalogue: SourceCatalogue
    files: dict[str, Path]
    db: Database
    resolved: Resolved
    url: str

    def person_of(self, key: str) -> str:
        """The id of the person a record identifies."""
        return next(person.id for person in self.resolved.resolution.persons if key in person.records)

    def ask(self, agency: str, purpose: str, document: str, **variables: Any) -> dict[str, Any]:
        """Ask over HTTP as a caseworker of the agency."""
        client = f"{agency}-caseworker".lower()
        issuer = development_issuer(self.settings)
        token = issuer.issue(client_id=client, role="caseworker", purposes=[purpose], now=time.time())
        return ask(self.url, document, token=token, variables=variables)


def load_world(db: Database, settings: Settings) -> tuple[SourceCatalogue, dict[str, Path], Resolved]:
    """Write the files, add our lines to three of them, load all six and resolve."""
    catalogue = load_catalogue(settings.sources_dir)
    files = dict(write_population(settings.data_dir / "demo", persons=300, seed=11).files)
    append_lines(files["dop_allowance"], "cp874", [ON_THE_ROLL])
    append_lines(files["ops_logbook"], "utf-8-sig", list(SURVEYED))
    append_lines(files["dcy_child_grant"], "utf-8", list(APPLIED))
    migrate(db)
    pipeline.declare(db, catalogue, demo_sharing())
    for source, path in files.items():
        feed = Feed(catalogue.source(source), path)
        pipeline.ingest(db, feed, quarantine_dir=settings.data_dir / "quarantine", at=datetime.now(UTC))
    return catalogue, files, pipeline.resolve(db, catalogue, settings, at=datetime.now(UTC))


def append_lines(path: Path, encoding: str, lines: list[dict[str, str]]) -> None:
    """Add lines to a CSV file under its own header; columns that a line lacks stay empty."""
    content = path.read_bytes().decode(encoding)
    header = next(csv.reader(io.StringIO(content)))
    assert {name for line in lines for name in line} <= set(header)
    added = io.StringIO()
    csv.DictWriter(added, header, lineterminator="\n").writerows(lines)
    path.write_bytes((content.rstrip("\r\n") + "\n" + added.getvalue()).encode(encoding))
