"""The jars of the embedded server in the per-user cache: fetched once, in parallel, each checked.

A jar appears in the cache only whole and checked, so a broken fetch is taken up where it stopped, and two
processes that start at once do not hinder each other: one fetches, the other waits and finds everything there.
"""

from __future__ import annotations

import hashlib
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import TYPE_CHECKING

import httpx2
import jgo.constants

from graph.embedded.progress import OnProgress, Progress, silent
from graph.embedded.storage import exclusive, require_space, storage
from graph.errors import ChecksumMismatch, DownloadFailed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from graph.embedded.lockfile import Jar

CONNECTIONS = 12
ATTEMPTS = 3
SPACE_FOR_JARS = 300
"""Megabytes asked for before fetching; the jars of 5.26.30 take 140."""

_PART = ".part"
_CHUNK = 2**18


def ensure_jars(
    jars: Sequence[Jar],
    *,
    cache: Path,
    maven_url: str | None = None,
    on_progress: OnProgress = silent,
    pause: float = 0.5,
) -> list[Path]:
    """Paths of the jars, in the order given; what the cache lacks, or holds damaged, is fetched.

    `pause` is the number of seconds before a second attempt, doubled before each further one.
    Raises `DownloadFailed`, `ChecksumMismatch`, `DiskFull` or `StorageRefused`.
    """
    with storage(cache):
        cache.mkdir(parents=True, exist_ok=True)
        if _missing(jars, cache):
            with exclusive(cache / "fetch.lock"):
                _fetch_missing(jars, cache, maven_url or jgo.constants.MAVEN_CENTRAL_URL, on_progress, pause)
    return [cache / jar.path for jar in jars]


def _missing(jars: Sequence[Jar], cache: Path) -> list[Jar]:
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        sound = pool.map(lambda jar: _is_sound(cache / jar.path, jar.sha256), jars)
        return [jar for jar, is_sound in zip(jars, sound, strict=True) if not is_sound]


def _is_sound(path: Path, sha256: str) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


def _fetch_missing(
    jars: Sequence[Jar], cache: Path, maven_url: str, on_progress: OnProgress, pause: float
) -> None:
    # Whoever held the lock before may have fetched everything meanwhile, so look again.
    missing = _missing(jars, cache)
    if not missing:
        return
    # Only the holder of the lock writes parts, so any that are left belong to a process that died.
    for leftover in cache.rglob(f"*{_PART}"):
        leftover.unlink(missing_ok=True)
    require_space(cache, megabytes=SPACE_FOR_JARS)
    limits = httpx2.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
    timeout = httpx2.Timeout(30.0, pool=None)
    with (
        httpx2.Client(limits=limits, timeout=timeout, follow_redirects=True) as client,
        ThreadPoolExecutor(CONNECTIONS) as pool,
    ):
        base = maven_url.rstrip("/")
        fetches = [pool.submit(_fetch, client, f"{base}/{jar.path}", jar, cache, pause) for jar in missing]
        done = len(jars) - len(missing)
        on_progress(Progress("fetch", done, len(jars)))
        try:
            for fetch in as_completed(fetches):
                fetch.result()
                done += 1
                on_progress(Progress("fetch", done, len(jars)))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _fetch(client: httpx2.Client, url: str, jar: Jar, cache: Path, pause: float) -> None:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            _fetch_once(client, url, jar, cache / jar.path)
        except httpx2.HTTPError as error:
            if attempt == ATTEMPTS or _is_final(error):
                raise DownloadFailed(
                    f"{jar.filename} could not be fetched from the Maven repository ({_reason(error)}); "
                    "check the network, or name a mirror in HUB_MAVEN_URL."
                ) from error
            time.sleep(pause * 2 ** (attempt - 1))
        else:
            return


def _fetch_once(client: httpx2.Client, url: str, jar: Jar, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + _PART)
    digest = hashlib.sha256()
    with client.stream("GET", url) as response, part.open("wb") as file:
        response.raise_for_status()
        for chunk in response.iter_bytes(_CHUNK):
            digest.update(chunk)
            file.write(chunk)
    if digest.hexdigest() != jar.sha256:
        part.unlink()
        raise ChecksumMismatch(
            f"{jar.filename} from the Maven repository has another SHA-256 than the one locked; "
            "it was thrown away and nothing was started."
        )
    part.replace(target)


def _is_final(error: httpx2.HTTPError) -> bool:
    """Whether asking again is pointless: the repository answered, and the answer was a plain no."""
    return isinstance(error, httpx2.HTTPStatusError) and error.response.status_code < 500


def _reason(error: httpx2.HTTPError) -> str:
    if isinstance(error, httpx2.HTTPStatusError):
        return f"HTTP {error.response.status_code}"
    return type(error).__name__
