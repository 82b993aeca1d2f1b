"""Fetching the jars: whole and checked or not at all, one clear sentence for each way it fails."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from graph.embedded.jars import ensure_jars
from graph.embedded.progress import Progress
from graph.errors import ChecksumMismatch, DownloadFailed, StorageRefused
from tests.graph.embedded.repository import Repository, repository

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.embedded.lockfile import Jar


@pytest.fixture
def maven() -> Iterator[Repository]:
    with repository() as served:
        yield served


def fetch(maven: Repository, cache: Path, *jars: Jar) -> list[Path]:
    return ensure_jars(jars, cache=cache, maven_url=maven.url, pause=0.01)


def test_jars_come_in_the_order_of_the_lock_and_progress_counts_them(
    maven: Repository, tmp_path: Path
) -> None:
    jars = [maven.jar(name) for name in ("b", "a", "c")]
    seen: list[Progress] = []
    paths = ensure_jars(jars, cache=tmp_path, maven_url=maven.url, on_progress=seen.append)
    assert [path.read_bytes()[:1] for path in paths] == [b"b", b"a", b"c"]
    assert seen == [Progress("fetch", done, 3) for done in range(4)]


def test_a_second_start_asks_the_network_for_nothing(maven: Repository, tmp_path: Path) -> None:
    jar = maven.jar("a")
    fetch(maven, tmp_path, jar)
    assert ensure_jars([jar], cache=tmp_path, maven_url="http://127.0.0.1:1/") == [tmp_path / jar.path]
    assert maven.requests == {"a-1.0.jar": 1}


def test_a_jar_with_another_checksum_is_refused_and_not_kept(maven: Repository, tmp_path: Path) -> None:
    with pytest.raises(ChecksumMismatch, match=r"a-1\.0\.jar .* another SHA-256"):
        fetch(maven, tmp_path, maven.jar("a", content=b"something else"))
    assert not list(tmp_path.rglob("*.jar*"))


def test_a_jar_damaged_in_the_cache_is_fetched_again(maven: Repository, tmp_path: Path) -> None:
    jar = maven.jar("a")
    [path] = fetch(maven, tmp_path, jar)
    path.write_bytes(b"rotten")
    fetch(maven, tmp_path, jar)
    assert path.read_bytes() == b"a" * 1000


@pytest.mark.parametrize("mode", ["503", "half"])
def test_a_broken_download_is_tried_again(maven: Repository, tmp_path: Path, mode: str) -> None:
    maven.mode, maven.failures = mode, {"a-1.0.jar": 2}
    [path] = fetch(maven, tmp_path, maven.jar("a"))
    assert path.read_bytes() == b"a" * 1000
    assert maven.requests["a-1.0.jar"] == 3


@pytest.mark.parametrize(("mode", "reason"), [("503", "HTTP 503"), ("half", "RemoteProtocolError")])
def test_a_download_that_stays_broken_names_the_jar_and_the_way_out(
    maven: Repository, tmp_path: Path, mode: str, reason: str
) -> None:
    maven.mode, maven.failures = mode, {"a-1.0.jar": 9}
    with pytest.raises(DownloadFailed, match=rf"a-1\.0\.jar .*\({reason}\).*HUB_MAVEN_URL"):
        fetch(maven, tmp_path, maven.jar("a"))
    assert not list(tmp_path.rglob("*.jar"))


def test_what_was_fetched_before_a_failure_is_not_fetched_again(maven: Repository, tmp_path: Path) -> None:
    good, late = maven.jar("good"), maven.jar("late")
    fetch(maven, tmp_path, good)
    kept = maven.contents.pop("/" + late.path)
    with pytest.raises(DownloadFailed, match="HTTP 404"):
        fetch(maven, tmp_path, good, late)
    maven.contents["/" + late.path] = kept
    fetch(maven, tmp_path, good, late)
    assert maven.requests == {"good-1.0.jar": 1, "late-1.0.jar": 2}


def test_two_starts_at_once_fetch_each_jar_once(maven: Repository, tmp_path: Path) -> None:
    jars = [maven.jar(name) for name in "abcdef"]
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: fetch(maven, tmp_path, *jars), range(4)))
    assert all(result == results[0] for result in results)
    assert set(maven.requests.values()) == {1}


def test_leftovers_of_a_fetch_that_died_are_swept_away(maven: Repository, tmp_path: Path) -> None:
    jar = maven.jar("a")
    leftover = tmp_path / "org" / "gone-1.0.jar.part"
    leftover.parent.mkdir(parents=True)
    leftover.write_bytes(b"half a jar")
    fetch(maven, tmp_path, jar)
    assert not leftover.exists()


def test_an_unreachable_repository_is_a_failed_download(maven: Repository, tmp_path: Path) -> None:
    with pytest.raises(DownloadFailed, match="ConnectError"):
        ensure_jars([maven.jar("a")], cache=tmp_path, maven_url="http://127.0.0.1:1", pause=0.01)


def test_a_cache_that_is_no_directory_is_refused(maven: Repository, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file in the way")
    with pytest.raises(StorageRefused, match="cache cannot be used"):
        fetch(maven, tmp_path / "cache", maven.jar("a"))
