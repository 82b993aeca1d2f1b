"""The quarantine: rows that could not be taken in, with line, field, value and reason, ready to be corrected and replayed."""

from __future__ import annotations

import csv
import os
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
    owner alone, for it holds personal data."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def add(
        self, *, columns: Sequence[str], cells: Sequence[str], line: int, field: str, value: str, reason: str
    ) -> None:
        """Append one row. Cells that do not fit the columns are kept, after the last column."""
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            self._file = os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace", newline="")
            csv.writer(self._file).writerow([*MARKS, *columns])
        csv.writer(self._file).writerow([line, field, value, reason, *cells])
        self.count += 1
