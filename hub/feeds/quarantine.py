"""The quarantine: rows that could not be taken in, with line, field, value and reason, ready to be corrected and replayed."""

from __future__ import annotations

import csv
import os
from collections import Counter
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import TextIO

MARKS = ("_line", "_field", "_value", "_reason")
"""The columns put before the feed's own; a file that begins with them is a quarantine file being replayed."""


class Quarantine:
    """Writes refused rows to a UTF-8 CSV file that has the feed's own columns, so that it can be mended in a
    spreadsheet and fed again with the same source. The file appears with the first bad row, readable by its
    owner alone, for it holds personal data. A file that is already there is not touched: rows in it may wait to
    be corrected, so a number is put to the name instead. With `replace` it is written anew."""

    def __init__(self, path: Path, *, replace: bool = False) -> None:
        self.path = path
        self.reasons: Counter[str] = Counter()
        self._replace = replace
        self._file: TextIO | None = None

    @property
    def count(self) -> int:
        """How many rows were put aside."""
        return self.reasons.total()

    def __enter__(self) -> Self:
        if self._replace:
            self.path.unlink(missing_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def discard(self) -> None:
        """Take the file back: the feed is refused as a whole, and nothing of it is kept."""
        if self.reasons:
            self.path.unlink(missing_ok=True)
            self.reasons.clear()

    def add(
        self, *, columns: Sequence[str], cells: Sequence[str], line: int, field: str, value: str, reason: str
    ) -> None:
        """Append one row. Cells that do not fit the columns are kept, after the last column."""
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = self._create()
            self._file = os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace", newline="")
            csv.writer(self._file).writerow([*MARKS, *columns])
        csv.writer(self._file).writerow([line, field, value, reason, *cells])
        self.reasons[reason] += 1

    def _create(self) -> int:
        wanted, number = self.path, 1
        while True:
            try:
                return os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:
                number += 1
                self.path = wanted.with_stem(f"{wanted.stem}.{number}")
