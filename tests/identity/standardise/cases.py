"""Reads the labelled cases beside it."""

import csv
from pathlib import Path


def cases(name: str) -> list[dict[str, str]]:
    """The rows of `<name>.csv` in this directory."""
    with (Path(__file__).parent / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
