"""The accuracy table of docs/benchmarks.md: `.venv/bin/python -m tests.accuracy.report`, some minutes on two cores."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from identity.evaluate import evaluate
from identity.linking import link
from tests.accuracy.datasets import febrl, historical, population

if TYPE_CHECKING:
    from collections.abc import Iterator

    from identity.evaluate import Evaluation
    from tests.accuracy.datasets import Labelled

UNSEEN_SEED = 47
"""Of the population; no figure of this seed was looked at while the model was made."""
STRATA = ("no_id", "intake", "twin", "namesake", "relative_number", "changed_number", "changed_family_name")


def labelled_files(directory: Path) -> Iterator[tuple[str, Labelled]]:
    """Every labelled file, whole, under the name it has in the table."""
    for number in (3, 4):
        yield f"FEBRL{number}", febrl(number)
    yield "historical figures, whole file", historical()
    yield f"six Thai registers, seed {UNSEEN_SEED}", population(directory, persons=8_000, seed=UNSEEN_SEED)


def row(name: str, mark: Evaluation) -> str:
    """One line of the table."""
    pairs = f"{mark.pair_precision:.4f} | {mark.pair_recall:.4f} | {mark.pair_f1:.4f}"
    return f"| {name} | {mark.records:,} | {pairs} | {mark.b3_f1:.4f} |"


def main() -> None:
    """Link every labelled file and print the table."""
    lines = [
        "| data | records | pair precision | pair recall | pair F1 | B-cubed F1 |",
        "|---|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as directory:
        for name, labelled in labelled_files(Path(directory)):
            mark = evaluate(labelled.truth, link(labelled.table).clusters, labelled.strata.members)
            lines.append(row(name, mark))
            lines += [
                row(f"- pairs with a record of stratum {one}", mark.strata[one])
                for one in STRATA
                if one in mark.strata
            ]
    print("\n".join(lines))


if __name__ == "__main__":
    main()
