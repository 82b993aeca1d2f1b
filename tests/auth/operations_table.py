"""The table operation x role x purpose of who may do what; a line that is not there is denied.

After a wanted change, write it anew with
`.venv/bin/python -m tests.auth.operations_table > tests/snapshots/operations.csv` and read the difference.
"""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

from auth.operations import operation_rules

TABLE = Path(__file__).parents[1] / "snapshots" / "operations.csv"


def operations_table() -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["operation", "role", "purpose", "case", "needs as a filter"])
    writer.writerows(
        [name, role, purpose, "needed" if rule.case else "", " ".join(rule.needs)]
        for name, rule in operation_rules().items()
        for role in sorted(rule.roles)
        for purpose in sorted(rule.purposes)
    )
    return text.getvalue()


if __name__ == "__main__":
    sys.stdout.write(operations_table())
