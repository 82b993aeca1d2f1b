"""The disk under the embedded server: space asked for beforehand, failures turned into one sentence each."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from graph.errors import DiskFull, StorageRefused

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def storage(directory: Path) -> Generator[None]:
    """Turn an `OSError` of writing under `directory` into `DiskFull` or `StorageRefused`."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_SPACE:
            raise DiskFull(f"The disk under {directory} is full; free some space and start again.") from error
        reason = (error.strerror or type(error).__name__).lower()
        raise StorageRefused(f"{directory} cannot be used by the embedded Neo4j: {reason}.") from error


def require_space(directory: Path, *, megabytes: int) -> None:
    """Refuse with `DiskFull` unless that much is free under `directory`, which must exist."""
    free = shutil.disk_usage(directory).free // 2**20
    if free < megabytes:
        raise DiskFull(
            f"The disk under {directory} has {free} MB free, and the embedded Neo4j needs {megabytes} MB; "
            "free some space and start again."
        )


def write_private(path: Path, text: str) -> None:
    """Write a file only its owner may read (0600), whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


@contextmanager
def exclusive(path: Path) -> Generator[None]:
    """Hold the lock file `path`, waiting for it; the system lets go of it when its holder dies."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
