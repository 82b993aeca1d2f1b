"""Where trained models are kept: a file a version, never changed, and a copy of the one in force."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from hub.errors import UnknownModel
from hub.model_card import ModelCard
from identity.errors import ModelMismatch
from identity.linking import Model

if TYPE_CHECKING:
    from pathlib import Path

    from hub.settings import Settings

_VERSION = re.compile(r"[0-9a-f]{12}")
CARD = "card"
"""The member of a model file that says what the model was learnt from; no part of the model or of its version."""


def model_path(settings: Settings) -> Path:
    """The model in force for this data directory."""
    return settings.data_dir / "models" / "current.json"


def version_path(settings: Settings, version: str) -> Path:
    """Where a version is kept. UnknownModel for what is no version at all."""
    if not _VERSION.fullmatch(version):
        raise UnknownModel(f"{version[:40]!r} is no version of a model; `hub model list` names them.")
    return settings.data_dir / "models" / f"{version}.json"


def load_model(settings: Settings) -> Model | None:
    """The model in force, None before the first training."""
    path = model_path(settings)
    return read_model(path) if path.exists() else None


def keep_version(settings: Settings, model: Model, card: ModelCard | None) -> Path:
    """Write a version beside the others, not yet in force. One that is kept already stays as it is."""
    path = version_path(settings, model.version)
    if not path.exists():
        write_model(path, model, card)
    return path


def kept_versions(settings: Settings) -> list[str]:
    """Every version that is kept, in the order of the alphabet."""
    return sorted(
        path.stem for path in model_path(settings).parent.glob("*.json") if _VERSION.fullmatch(path.stem)
    )


def read_version(settings: Settings, version: str) -> tuple[Model, ModelCard | None]:
    """A kept version and its card. UnknownModel when there is none, ModelMismatch when its file is damaged."""
    path = version_path(settings, version)
    if not path.exists():
        raise UnknownModel(f"No model {version} is kept; `hub model list` names those that are.")
    model = read_model(path)
    if model.version != version:
        raise ModelMismatch(f"{path}: holds another version than its name says")
    return model, read_card(path)


def read_model(path: Path) -> Model:
    """Read a model file; ModelMismatch when it is not one."""
    try:
        return Model.from_json(_text(path))
    except ModelMismatch as error:
        raise ModelMismatch(f"{path}: {error}") from error


def read_card(path: Path) -> ModelCard | None:
    """The card in a model file, None where there is none; ModelMismatch when it cannot be read."""
    try:
        plain: Any = json.loads(_text(path))
    except (ValueError, ModelMismatch) as error:
        raise ModelMismatch(f"{path}: no model file can be read there") from error
    card = plain.get(CARD) if isinstance(plain, dict) else None
    return ModelCard.from_dict(card) if card is not None else None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ModelMismatch("no model file can be read there") from error


def write_model(path: Path, model: Model, card: ModelCard | None = None) -> None:
    """Write a model file, with what is known of its training where a card is given."""
    text = model.to_json()
    if card is not None:
        plain = {**json.loads(text), CARD: card.as_dict()}
        text = json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True)
    replace_file(path, text)


def replace_file(path: Path, text: str) -> None:
    """Write a file for its owner alone, so that a reader sees the old or the new one, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.touch(mode=0o600)  # A model's frequency table holds names, if only those that many bear.
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
