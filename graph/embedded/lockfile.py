"""The lock of the embedded server: which jars, by Maven coordinate and SHA-256, and nothing about hosts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

LOCK_FILE = Path(__file__).with_name("jars.lock")


@dataclass(frozen=True, slots=True, order=True)
class Jar:
    """One jar of the server; `sha256` in hex, `classifier` empty for the plain jar."""

    group: str
    artifact: str
    version: str
    classifier: str
    sha256: str

    @property
    def filename(self) -> str:
        tail = f"-{self.classifier}" if self.classifier else ""
        return f"{self.artifact}-{self.version}{tail}.jar"

    @property
    def path(self) -> str:
        """Where a Maven repository keeps the jar, and where the cache keeps it as well."""
        return f"{self.group.replace('.', '/')}/{self.artifact}/{self.version}/{self.filename}"

    @property
    def line(self) -> str:
        """The jar as one line of the lock: `group:artifact:version[:classifier] sha256`."""
        parts = [self.group, self.artifact, self.version, *([self.classifier] if self.classifier else [])]
        return f"{':'.join(parts)} {self.sha256}"


def read_lock(path: Path = LOCK_FILE) -> tuple[Jar, ...]:
    """The locked jars, in class-path order; lines opening with `#` are comments."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(_parse(line) for line in lines if line and not line.startswith("#"))


def _parse(line: str) -> Jar:
    coordinate, sha256 = line.split()
    group, artifact, version, *classifier = coordinate.split(":")
    return Jar(group, artifact, version, "".join(classifier), sha256)
