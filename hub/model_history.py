"""Which model was in force since when. The history is appended to and never edited; a model goes back as it came."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import orjson

from hub.errors import DamagedHistory, UnknownModel
from hub.model_comparisons import kept_comparison, require_harmless
from hub.models import (
    keep_version,
    load_model,
    model_path,
    read_card,
    read_version,
    replace_file,
    version_path,
)
from identity.errors import ModelMismatch

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from hub.model_card import ModelCard
    from hub.settings import Settings
    from identity.linking import Model


class Action(StrEnum):
    """How a model came into force."""

    TRAINED = "trained"
    """By `hub resolve` or the demo, which train one where none is in force, or when told to."""
    PUBLISHED = "published"
    ROLLED_BACK = "rolled back"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history: from `at` on `version` is in force, where before it was `before`."""

    at: datetime
    action: Action
    version: str
    before: str | None
    changed_share: float | None = None


def history_path(settings: Settings) -> Path:
    """The file of the history: a JSON object a line, readable by its owner alone."""
    return model_path(settings).parent / "history.jsonl"


def history(settings: Settings) -> list[Entry]:
    """Every entry, the oldest first. Raises DamagedHistory at a line that is none."""
    path = history_path(settings)
    lines = path.read_bytes().splitlines() if path.exists() else []
    return [_entry(path, number, line) for number, line in enumerate(lines, start=1)]


def _entry(path: Path, number: int, line: bytes) -> Entry:
    try:
        plain = orjson.loads(line)
        return Entry(
            at=datetime.fromisoformat(plain["at"]),
            action=Action(plain["action"]),
            version=plain["version"],
            before=plain["before"],
            changed_share=plain.get("changed_share"),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise DamagedHistory(f"{path}: line {number} is no entry of the history.") from error


def put_in_force(settings: Settings, model: Model, card: ModelCard, *, at: datetime) -> None:
    """Keep a model just trained and put it in force unasked; nobody has another one to compare it with, or wants to."""
    with _locked(settings):
        keep_version(settings, model, card)
        current = model_in_force(settings)
        if current is None or current.version != model.version:
            _change(settings, Action.TRAINED, model.version, current, at=at)


def _nothing(_: Model) -> None:
    pass


def publish(
    settings: Settings,
    version: str,
    *,
    at: datetime,
    knowingly: bool = False,
    prepare: Callable[[Model], None] = _nothing,
) -> Entry | None:
    """Put a kept version in force; None when it is already.

    `prepare` makes ready whatever the model needs, when it is certain that it may come into force and before it does;
    where that fails nothing is changed.

    Raises UnknownModel, ModelNotCompared where no comparison with the model in force was kept, and, unless `knowingly`,
    whatever `require_harmless` raises of it.
    """
    with _locked(settings):
        model, card = read_version(settings, version)  # A damaged file never comes into force.
        current = model_in_force(settings)
        if current is not None and current.version == version:
            return None
        share = None
        if current is not None:
            compared = kept_comparison(settings, current.version, version)
            if not knowingly:
                require_harmless(version, compared, (card, read_card(model_path(settings))))
            share = compared.changed_share
        prepare(model)
        return _change(settings, Action.PUBLISHED, version, current, at=at, changed_share=share)


def rollback(settings: Settings, *, at: datetime, prepare: Callable[[Model], None] = _nothing) -> Entry:
    """Put the version in force that was so before the present one came; again, the one before that.

    A change that was killed before its model was in force is no step of its own: a rollback is finished, and a model that
    was being published is taken back, so that `before` of the entry is its `version`. `prepare` as in `publish`.

    Raises UnknownModel when there is none to go back to.
    """
    with _locked(settings):
        current = model_in_force(settings)
        version = _version_before(history(settings), current)
        model, _ = read_version(settings, version)
        prepare(model)
        return _change(settings, Action.ROLLED_BACK, version, current, at=at)


def _version_before(entries: list[Entry], current: Model | None) -> str:
    stack = _stack(entries)
    rolled_back = bool(entries) and entries[-1].action is Action.ROLLED_BACK
    if rolled_back and stack and (current is None or current.version != stack[-1]):
        return stack[-1]
    if len(stack) < 2:
        raise UnknownModel("No other model was in force before this one.")
    return stack[-2]


def model_in_force(settings: Settings) -> Model | None:
    """The model in force; None also where an older engine wrote it: nothing can be compared with it or go back to it,
    and it must not keep another from taking its place."""
    try:
        return load_model(settings)
    except ModelMismatch:
        return None


def _stack(entries: list[Entry]) -> list[str]:
    """The versions that came into force and were not taken back again, the present one last.

    What an entry says was in force before it is the truth: an entry above it was written and its model never came.
    """
    stack: list[str] = []
    for entry in entries:
        if entry.action is Action.ROLLED_BACK:
            if stack and stack[-1] != entry.version:
                stack.pop()
            continue
        if entry.before in stack:
            del stack[_last(stack, entry.before) + 1 :]
        elif entry.before is not None:
            stack.append(entry.before)
        if stack[-1:] != [entry.version]:
            stack.append(entry.version)
    return stack


def _last(stack: list[str], version: str) -> int:
    return max(place for place, each in enumerate(stack) if each == version)


def _change(
    settings: Settings,
    action: Action,
    version: str,
    current: Model | None,
    *,
    at: datetime,
    changed_share: float | None = None,
) -> Entry:
    if current is not None:
        # One that came into force before versions were kept must be there to go back to.
        keep_version(settings, current, read_card(model_path(settings)))
    before = current.version if current is not None else None
    entry = Entry(at, action, version, before, changed_share)
    # The history first: killed in between, it tells of a change that publishing again makes, and hides none.
    _append(history_path(settings), entry)
    replace_file(model_path(settings), version_path(settings, version).read_text(encoding="utf-8"))
    return entry


def _append(path: Path, entry: Entry) -> None:
    line = orjson.dumps(
        {
            "at": entry.at.isoformat(timespec="seconds"),
            "action": entry.action,
            "version": entry.version,
            "before": entry.before,
            "changed_share": entry.changed_share,
        },
        option=orjson.OPT_APPEND_NEWLINE,
    )
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, line)
        os.fsync(file)
    finally:
        os.close(file)


@contextmanager
def _locked(settings: Settings) -> Generator[None]:
    """Two operators change the model one after the other."""
    folder = model_path(settings).parent
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
