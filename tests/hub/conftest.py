"""Fixtures of the hub's own tests: settings with a private data directory, and a served graph with a little in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hub.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Development settings on a free port, whatever the environment says."""
    return Settings(data_dir=tmp_path / "var", port=0, log_level="INFO", processes=1)
