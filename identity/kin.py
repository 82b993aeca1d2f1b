"""Kin from the forms that name people together: typed, directed, with the inverse, each with its records."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from identity.resolution import Kin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from identity.columns import Columns
    from identity.forms import Form

INVERSE = {
    "parent": "child",
    "child": "parent",
    "spouse": "spouse",
    "sibling": "sibling",
    "grandparent": "grandchild",
    "grandchild": "grandparent",
    "guardian": "ward",
    "ward": "guardian",
}

YOUNGER_BY = {"child": 12, "grandchild": 25, "parent": -12, "grandparent": -25}
"""Least number of years between birth years; a relation that two known birth years deny is not taken over."""

Roles = dict[str, dict[str, list[int]]]
"""Who is what on one form: relationship -> person -> rows."""


def find_kin(columns: Columns, forms: Iterable[Form], birth_years: Mapping[str, int]) -> tuple[Kin, ...]:
    """Every relation these forms state or safely imply, in both directions; `birth_years` is by person id.

    Where forms differ about two persons, the relation stated by most records stands.
    """
    evidence: defaultdict[tuple[str, str], defaultdict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for form in forms:
        for one, relation, other, rows in _relations(_roles(columns, form), birth_years):
            if one != other and _is_possible(relation, birth_years.get(one), birth_years.get(other)):
                if one > other:
                    one, other, relation = other, one, INVERSE[relation]
                evidence[one, other][relation].update(rows)
    kin: list[Kin] = []
    for (one, other), relations in evidence.items():
        relation = min(relations, key=lambda name: (-len(relations[name]), name))
        records = tuple(sorted(columns.keys[row] for row in relations[relation]))
        kin += [Kin(one, other, relation, records), Kin(other, one, INVERSE[relation], records)]
    return tuple(sorted(kin, key=lambda kin: (kin.from_id, kin.to_id)))


def _roles(columns: Columns, form: Form) -> Roles:
    relationships = columns["relationship"]
    roles: Roles = defaultdict(dict)
    for person, rows in form.persons.items():
        for row in rows:
            relationship = relationships[row]
            if relationship:
                roles[relationship].setdefault(person, []).append(row)
    return roles


def _relations(roles: Roles, birth_years: Mapping[str, int]) -> Iterator[tuple[str, str, str, Iterable[int]]]:
    """What one is to the other: (one, relation, other, rows). A form with two heads says nothing certain."""
    heads = roles.get("head") or roles.get("applicant") or {}
    if len(heads) != 1:
        return
    ((head, head_rows),) = heads.items()
    for relation in INVERSE:
        for person, rows in roles.get(relation, {}).items():
            yield person, relation, head, [*rows, *head_rows]
    children = roles.get("child", {})
    for (one, rows), (other, other_rows) in combinations(sorted(children.items()), 2):
        yield one, "sibling", other, [*rows, *other_rows]
    yield from _children_of_the_spouse(roles, birth_years)


def _children_of_the_spouse(
    roles: Roles, birth_years: Mapping[str, int]
) -> Iterator[tuple[str, str, str, Iterable[int]]]:
    """The head's children and grandchildren are those of the only spouse too, where both birth years allow it.

    Without both years a step-parent as old as the child could not be told, so nothing is implied.
    """
    spouses = roles.get("spouse", {})
    if len(spouses) != 1:
        return
    ((spouse, spouse_rows),) = spouses.items()
    for relation in ("child", "grandchild"):
        for person, rows in roles.get(relation, {}).items():
            if person in birth_years and spouse in birth_years:
                yield person, relation, spouse, [*rows, *spouse_rows]


def _is_possible(relation: str, born: int | None, other_born: int | None) -> bool:
    years = YOUNGER_BY.get(relation)
    if years is None or born is None or other_born is None:
        return True
    return born - other_born >= years if years > 0 else born - other_born <= years
