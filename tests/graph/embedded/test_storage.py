"""Disk troubles of the embedded server, each one clear sentence."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from graph.embedded.diagnosis import why_it_ended
from graph.embedded.storage import require_space, storage, write_private
from graph.errors import DiskFull, PortTaken, ServerBusy, StartFailed, StorageRefused


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full, which is always full, is Linux only")
def test_a_disk_that_fills_up_while_writing_is_told_as_such(tmp_path: Path) -> None:
    with (
        pytest.raises(DiskFull, match="free some space"),
        storage(tmp_path),
        Path("/dev/full").open("w") as file,
    ):
        file.write("x" * 100_000)


def test_too_little_space_is_told_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(DiskFull, match=r"has \d+ MB free, and the embedded Neo4j needs 1000000000000 MB"):
        require_space(tmp_path, megabytes=10**12)
    require_space(tmp_path, megabytes=1)


def test_any_other_trouble_of_the_disk_names_the_directory_and_the_reason(tmp_path: Path) -> None:
    with pytest.raises(StorageRefused, match="no such file or directory"), storage(tmp_path):
        (tmp_path / "nowhere" / "file").write_text("x")


def test_a_private_file_is_for_its_owner_only_and_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "password"
    write_private(path, "first")
    write_private(path, "second")
    assert path.read_text() == "second"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("printed", "error"),
    [
        ("java.io.IOException: No space left on device", DiskFull),
        ("Caused by: java.net.BindException: Address already in use", PortTaken),
        ("org.neo4j.kernel.internal.locker.FileLockException: taken", ServerBusy),
        ("Error: could not find Java", StartFailed),
    ],
)
def test_what_the_server_printed_last_explains_why_it_ended(
    tmp_path: Path, printed: str, error: type[Exception]
) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "console.log").write_text(printed)
    assert type(why_it_ended(tmp_path)) is error
