"""A small feed of the old-age allowance roll, written as each test wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from hub.feeds import Feed, Quarantine, SourceMapping

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEADER = "running_no,pid,prefix,fname,lname,dob"
GOOD = (
    "1,3100200158574,นาง,สมศรี,ใจดี,12/09/2490",
    "2,3100200158580,นาย,กิตติ,ศรีสุข,1/1/2485",
    "3,,นาย,ประเสริฐ,แซ่ลิ้ม,๑๒ ก.ย. ๒๔๘๘",
)


@pytest.fixture
def make_feed(tmp_path: Path) -> Callable[..., Feed]:
    """Write rows in an encoding and open them; `mapping` entries override the usual ones."""

    def make(
        rows: tuple[str, ...] = GOOD, *, header: str = HEADER, written: str = "utf-8", **mapping: Any
    ) -> Feed:
        path = tmp_path / "roll.csv"
        path.write_bytes("\n".join([header, *rows, ""]).encode(written))
        return Feed(SourceMapping.model_validate({**MAPPING, **mapping}), path)

    return make


MAPPING: dict[str, Any] = {
    "source": "dop_allowance",
    "record_id": "running_no",
    "fields": {
        "citizen_id": "pid",
        "title": "prefix",
        "given_name": "fname",
        "family_name": "lname",
        "birth_date": "dob",
    },
}


@pytest.fixture
def quarantine(tmp_path: Path) -> Quarantine:
    return Quarantine(tmp_path / "quarantine.csv")
