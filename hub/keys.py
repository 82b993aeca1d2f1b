"""Secrets the hub makes for itself once and keeps in its data directory, readable by its owner alone."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from hub.settings import Settings


def cursor_key(settings: Settings) -> bytes:
    """The key that signs page cursors: HUB_CURSOR_KEY, which several workers must share, or one made here."""
    given = settings.cursor_key.get_secret_value()
    return given.encode() if given else _kept(settings.data_dir / "cursor.key")


def _kept(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return bytes.fromhex(path.read_text(encoding="ascii"))
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        key = secrets.token_bytes(32)
        file.write(key.hex())
    return key
