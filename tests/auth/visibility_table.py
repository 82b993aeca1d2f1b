"""The table agency x purpose x field of what the demo's agreements show; a line that is not there is denied.

After a wanted change of access, write it anew with
`.venv/bin/python -m tests.auth.visibility_table > tests/snapshots/visibility.csv` and read the difference.
"""

from __future__ import annotations

import csv
import io
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from auth.principal import Principal
from auth.sharing_form import read_sharing
from auth.snapshot import PolicySnapshot, compile_snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auth.agreements import Client
    from auth.policy import FieldRule, View

ROOT = Path(__file__).parents[2]
AGREEMENTS = ROOT / "hub" / "demo" / "agreements"
TABLE = ROOT / "tests" / "snapshots" / "visibility.csv"
AGENCIES = ("OPS", "DSDW", "DCY", "DOP", "DWF", "DEP")
DAY = date(2026, 11, 23)


def demo_policy(on: date = DAY) -> PolicySnapshot:
    return compile_snapshot(read_sharing(AGREEMENTS.glob("*.yaml")), on=on, agencies=AGENCIES)


def principal_of(client: Client, *, role: str, purpose: str) -> Principal:
    return Principal(
        client_id=client.id,
        agency=client.agency,
        role=role,
        purpose=purpose,
        purposes=client.purposes,
        compartments=client.compartments,
        areas=client.areas,
        token_id="table",
    )


def views(policy: PolicySnapshot) -> list[View]:
    """One view for each agency and purpose some client has."""
    found = {
        (client.agency, purpose): policy.view(principal_of(client, role=role, purpose=purpose))
        for client in policy.clients
        for purpose in client.purposes
        for role in client.roles
    }
    return [found[pair] for pair in sorted(found)]


def visibility_table() -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["agency", "purpose", "entity", "rows", "field", "shown", "rights"])
    for view in views(demo_policy()):
        writer.writerows(_lines(view))
    return text.getvalue()


def _lines(view: View) -> Iterator[list[str]]:
    for entity, seen in sorted(view.entities.items()):
        for name, rule in sorted(seen.fields.items()):
            yield [view.agency, view.purpose, entity, seen.row_scope.value, name, _shown(rule), _rights(rule)]


def _shown(rule: FieldRule) -> str:
    return " ".join([rule.mask.value, *(f"{end} {shown}" for end, shown in rule.params.items())])


def _rights(rule: FieldRule) -> str:
    return " ".join(["filter"] * rule.filterable + ["sort"] * rule.sortable)


if __name__ == "__main__":
    sys.stdout.write(visibility_table())
