"""Which encoding a file is in: declared, or told from its bytes as UTF-8 or CP874; a wrong one is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hub.errors import UnreadableFeed, WrongEncoding

if TYPE_CHECKING:
    from pathlib import Path

# Thai in UTF-8 is E0 B8 xx or E0 B9 xx; read as CP874 every letter turns into one of these two pairs.
_MOJIBAKE = re.compile("เ[ธน]")
_THAI = re.compile("[ก-ฺเ-๛]")
_LONE_THAI = re.compile("[A-Za-z][ก-๛][A-Za-z]")
_MOJIBAKE_SHARE = 0.25
_SAMPLE = 1 << 20
_PARQUET = b"PAR1"
_NOT_TEXT = {
    b"\x1f\x8b": "is compressed with gzip; unpack it first",
    b"PK\x03\x04": "is an Excel workbook or another ZIP file; save the sheet as CSV first",
    b"\xd0\xcf\x11\xe0": "is an old Excel workbook; save the sheet as CSV first",
    b"%PDF": "is a PDF; a CSV or Parquet file is expected",
}
"""How files that people take for a CSV begin, and what to do about each."""


@dataclass(frozen=True, slots=True)
class _ByteCount:
    """Lines of a file that hold other bytes than ASCII, and how many of those each encoding cannot read."""

    non_ascii: int
    not_utf8: int
    not_cp874: int
    sample: bytes


def is_parquet(path: Path) -> bool:
    """Whether the file begins as every Parquet file does, whatever its name."""
    return _head(path).startswith(_PARQUET)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(256)


def find_encoding(path: Path, *, declared: str | None, undecodable_share: float) -> str:
    """The codec name to open `path` with. Raises WrongEncoding, with the numbers, when none fits,
    and UnreadableFeed for a workbook or a compressed file."""
    head = _head(path)
    for beginning, told in _NOT_TEXT.items():
        if head.startswith(beginning):
            raise UnreadableFeed(f"{path.name}: {told}. Nothing was read.")
    if _is_utf16(head):
        if declared and declared.startswith("utf-16"):
            return "utf-16" if head[:2] in _BYTE_ORDER_MARKS else declared
        raise WrongEncoding(f"{path.name}: the bytes are UTF-16; {_expected(declared)} Nothing was read.")
    count = _count_bytes(path)
    chosen = (
        _check_declared(path, declared, count, undecodable_share)
        if declared
        else _guess(path, count, undecodable_share)
    )
    _refuse_mojibake(path, count.sample.decode(chosen, errors="ignore"), chosen)
    return chosen


_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")


def _is_utf16(head: bytes) -> bool:
    """A byte-order mark, or a header of which each Latin letter has a zero byte beside it."""
    return head[:2] in _BYTE_ORDER_MARKS or head.count(0) > len(head) // 4


def _expected(declared: str | None) -> str:
    return f"the mapping declares {declared}." if declared else "UTF-8 or CP874 was expected."


def _count_bytes(path: Path) -> _ByteCount:
    non_ascii = not_utf8 = not_cp874 = 0
    sample = bytearray()
    with path.open("rb") as file:
        for line in file:
            if line.isascii():
                continue
            non_ascii += 1
            if len(sample) < _SAMPLE:
                sample += line
            not_utf8 += not _decodes(line, "utf-8")
            not_cp874 += not _decodes(line, "cp874")
    return _ByteCount(non_ascii, not_utf8, not_cp874, bytes(sample))


def _decodes(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _check_declared(path: Path, declared: str, count: _ByteCount, share: float) -> str:
    if declared not in {"utf-8", "utf-8-sig", "cp874"}:
        return declared
    if declared == "cp874":
        # Any run of Thai UTF-8 bytes could also be CP874 by chance; a whole file of them cannot.
        if count.non_ascii and count.not_utf8 == 0:
            raise WrongEncoding(
                f"{path.name}: the mapping declares cp874, but all {count.non_ascii:,} lines with Thai are valid UTF-8. Nothing was read."
            )
        return _accept(path, "cp874", count.not_cp874, count, share)
    return _accept(path, "utf-8-sig", count.not_utf8, count, share)


def _accept(path: Path, encoding: str, wrong: int, count: _ByteCount, share: float) -> str:
    if wrong > share * count.non_ascii:
        raise WrongEncoding(
            f"{path.name}: {wrong:,} of {count.non_ascii:,} lines with other letters than ASCII are not {encoding}"
            f" (limit {share:.0%}). Nothing was read."
        )
    return encoding


def _guess(path: Path, count: _ByteCount, share: float) -> str:
    if count.not_utf8 <= share * count.non_ascii:
        return "utf-8-sig"
    sample = count.sample.decode("cp874", errors="ignore")
    looks_thai = len(_LONE_THAI.findall(sample)) * 10 < len(_THAI.findall(sample))
    if count.not_cp874 <= share * count.non_ascii and looks_thai:
        return "cp874"
    raise WrongEncoding(
        f"{path.name}: neither UTF-8 ({count.not_utf8:,} of {count.non_ascii:,} lines fail) nor CP874"
        f" ({count.not_cp874:,} fail); declare the encoding in the mapping. Nothing was read."
    )


def _refuse_mojibake(path: Path, sample: str, encoding: str) -> None:
    letters = len(_THAI.findall(sample))
    broken = len(_MOJIBAKE.findall(sample))
    if letters >= 20 and broken > _MOJIBAKE_SHARE * letters:
        raise WrongEncoding(
            f"{path.name}: read as {encoding}, {broken:,} of {letters:,} Thai letters begin a pair that only UTF-8"
            " mistaken for CP874 makes. Nothing was read."
        )
