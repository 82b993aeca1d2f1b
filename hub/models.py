"""Where a trained model is kept between runs: one JSON file, replaced as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from identity.errors import ModelMismatch
from identity.linking import Model

if TYPE_CHECKING:
    from pathlib import Path

    from hub.settings import Settings


def model_path(settings: Settings) -> Path:
    """The model in force for this data directory."""
    return settings.data_dir / "models" / "current.json"


def load_model(settings: Settings) -> Model | None:
    """The model in force, None before the first training."""
    path = model_path(settings)
    return read_model(path) if path.exists() else None


def save_model(settings: Settings, model: Model) -> None:
    """Put a model in force."""
    write_model(model_path(settings), model)


def read_model(path: Path) -> Model:
    """Read a model file; ModelMismatch when it is not one."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ModelMismatch(f"{path}: no model file can be read there") from error
    return Model.from_json(text)


def write_model(path: Path, model: Model) -> None:
    """Write a model file so that a reader sees the old or the new one, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.touch(mode=0o600)  # Its frequency table holds names, if only those that many bear.
    draft.write_text(model.to_json(), encoding="utf-8")
    draft.replace(path)
