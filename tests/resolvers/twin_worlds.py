"""Draws two graphs that differ only in what one caller may not learn (`4-access.md`, rule 10)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from auth.masks import apply_mask
from auth.policy import Mask, RowScope
from tests.resolvers.world import World

if TYPE_CHECKING:
    from collections.abc import Mapping

    from auth.policy import View

PERSONS = ("P0", "P1", "P2", "P3")
HOUSEHOLDS = ("H0", "H1")
RECORDS = (("DOP", "dop_allowance", "1"), ("DCY", "dcy_child_grant", "2"), ("DOP", "dop_allowance", "3"))
RETIRED = ("R0", "R1")
GIVEN_UP = ("G0", "G1")
VALUES: Mapping[str, tuple[Any, ...]] = {
    "givenName": ("สมชาย", "สมไชย", "มานี", None),
    "familyName": ("ใจดี", "แก้วมณี", None),
    "birthDate": ("1950-04-13", "1950-12-01", "1981-01-02", None),
    "birthYear": (1950, 1951, None),
    "citizenId": ("3501200012348", "1100200300408", None),
    "phone": ("0812345678", "0899995678", "021234567", None),
    "province": ("เชียงใหม่", "ลำพูน"),
    "role": ("head", "child"),
    "relation": ("child", "sibling"),
    "amount": (600.0, 800.0, None),
    "programme": ("OAA", "CSG"),
}
SAID = ("givenName", "phone")
GOLDEN = ("givenName", "phone", "citizenId")


@dataclass(slots=True)
class Twins:
    """Two graphs in the making. `seen` are the ids of persons and households that the caller may see."""

    draw: Any
    view: View
    left: World = field(default_factory=World)
    right: World = field(default_factory=World)
    seen: set[str] = field(default_factory=set)

    def value(self, entity: str, name: str, *, seen: bool) -> tuple[Any, Any]:
        """A value on either side: the same to the caller, and as different as that allows."""
        first = self.draw(st.sampled_from(VALUES[name]))
        rule = self.view.rule(entity, name)
        if not seen or rule is None or rule.mask is Mask.REDACT:
            return first, self.draw(st.sampled_from(VALUES[name]))
        if rule.mask is Mask.CLEAR:
            return first, first
        shown = apply_mask(first, rule.mask, rule.params)
        alike = [each for each in VALUES[name] if apply_mask(each, rule.mask, rule.params) == shown]
        return first, self.draw(st.sampled_from(alike))

    def values(
        self, entity: str, names: tuple[str, ...], *, seen: bool
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        pairs = {name: self.value(entity, name, seen=seen) for name in names}
        return {name: pair[0] for name, pair in pairs.items()}, {
            name: pair[1] for name, pair in pairs.items()
        }

    def there(self, *, seen: bool) -> tuple[bool, bool]:
        """Whether a tie exists on either side."""
        first = self.draw(st.booleans())
        return first, first if seen else self.draw(st.booleans())

    def scope(self, entity: str, *, seen: bool) -> tuple[dict[str, Any], dict[str, Any]]:
        """The properties that put a node inside or outside the caller's rows; other agencies may differ."""
        granted = self.view.entity(entity)
        assert granted is not None
        row_scope = granted.row_scope
        found: list[dict[str, Any]] = []
        for _ in range(2):
            others = self.draw(st.sampled_from([[], ["DCY"], ["DCY", "DEP"]]))
            agencies = sorted([*others, "DOP"]) if seen or row_scope is not RowScope.SERVED else others
            code = "50" if seen or row_scope is not RowScope.AREA else "51"
            sealed = not seen and (row_scope is RowScope.ALL or self.draw(st.booleans()))
            found.append(
                {"agencies": agencies, "provinceCode": code, "compartment": "shelter" if sealed else "open"}
            )
        return found[0], found[1]

    def persons(self) -> None:
        names = ("birthDate", "birthYear", "citizenId", "phone", "province")
        for key in PERSONS:
            seen = self.draw(st.booleans())
            self.seen |= {key} if seen else set()
            given, family = (self.value("Person", name, seen=seen) for name in ("givenName", "familyName"))
            values, scopes = self.values("Person", names, seen=seen), self.scope("Person", seen=seen)
            rules = self.rules(seen=seen)
            for side, world in enumerate((self.left, self.right)):
                world.person(key, given[side], family[side], **values[side], rules=rules[side])
                world.nodes["Person"][-1].update(scopes[side])

    def rules(self, *, seen: bool) -> tuple[list[str], list[str]]:
        clear = [name for name in GOLDEN if seen and self._is_clear(name)]
        same = [f"{name}={self.draw(st.sampled_from(['newest', 'oldest']))}" for name in clear]
        hidden = [name for name in GOLDEN if name not in clear]
        either = [[f"{name}=newest" for name in hidden if self.draw(st.booleans())] for _ in range(2)]
        return same + either[0], same + either[1]

    def _is_clear(self, name: str) -> bool:
        rule = self.view.rule("Person", name)
        return rule is not None and rule.mask is Mask.CLEAR

    def homes(self) -> None:
        for key in HOUSEHOLDS:
            seen = self.draw(st.booleans())
            self.seen |= {key} if seen else set()
            scopes = self.scope("Household", seen=seen)
            for side, world in enumerate((self.left, self.right)):
                world.node("Household", key, **scopes[side], size=self.draw(st.integers(1, 9)))
                world.node("Family", f"F{key}", compartment="open", size=self.draw(st.integers(1, 9)))
        for person in PERSONS:
            for home in HOUSEHOLDS:
                self.tie("MEMBER_OF", person, home, "Membership", ("role",), livesHere=True)
            family = f"F{HOUSEHOLDS[PERSONS.index(person) % 2]}"
            self.tie("PART_OF", person, family, "Family", (), ends=(person,))
            for other in PERSONS:
                if other != person:
                    self.kin(person, other)

    def tie(
        self, kind: str, start: str, end: str, entity: str, names: tuple[str, ...], *,
        ends: tuple[str, ...] | None = None, **more: Any,
    ) -> None:  # fmt: skip
        seen = all(each in self.seen for each in ends or (start, end))
        exists, values = self.there(seen=seen), self.values(entity, names, seen=seen)
        for side, world in enumerate((self.left, self.right)):
            if exists[side]:
                world.edge(kind, start, end, **values[side], **more)

    def kin(self, person: str, other: str) -> None:
        """A relation and the records it rests on: the same, as far as the caller may see both it and them."""
        seen = {person, other} <= self.seen
        exists, relation = self.there(seen=seen), self.values("Kin", ("relation",), seen=seen)
        granted = self.view.entity("SourceRecord")
        assert granted is not None
        own = {
            f"{source}/{number}@1": granted.row_scope is RowScope.ALL or agency == "DOP"
            for agency, source, number in RECORDS
        }
        told = seen and self.view.rule("Kin", "relation") is not None
        same = [key for key, own_row in own.items() if own_row and told and self.draw(st.booleans())]
        hidden = [key for key, own_row in own.items() if not (own_row and told)]
        for side, world in enumerate((self.left, self.right)):
            either = [key for key in (*hidden, f"shelter/{side}@1") if self.draw(st.booleans())]
            if exists[side]:
                world.edge("KIN", person, other, **relation[side], records=same + either)

    def records(self) -> None:
        for world in (self.left, self.right):
            for code in VALUES["programme"]:
                world.node("Programme", code, nameEn=code)
        for agency, source, number in RECORDS:
            self.record(agency, source, number, self.draw(st.sampled_from(PERSONS)))
        for side, world in enumerate((self.left, self.right)):
            if self.draw(st.booleans()):
                world.record("DWF", "shelter", str(side), "P0", compartment="shelter", supports=["phone"])

    def record(self, agency: str, source: str, number: str, person: str) -> None:
        granted = self.view.entity("SourceRecord")
        assert granted is not None
        own = granted.row_scope is RowScope.ALL or agency == "DOP"
        seen = own and person in self.seen
        said, sides = self.values("SourceRecord", SAID, seen=seen), self.sides(seen=seen)
        other = (
            person
            if seen
            else self.draw(st.sampled_from([each for each in PERSONS if each not in self.seen] or [person]))
        )
        if own and person in self.seen:
            other = person
        paid = self.values("Enrolment", ("amount", "programme"), seen=own and person in self.seen)
        for side, world in enumerate((self.left, self.right)):
            whose = (person, other)[side] if not own else person
            world.record(agency, source, number, whose, **said[side], **sides[side])
            key = f"{source}/{number}"
            programme = paid[side].pop("programme")
            world.node("Enrolment", key, agency=agency, compartment="open", **paid[side])
            world.edge("IN_PROGRAMME", key, programme)
            world.edge("ENROLLED", whose, key)
            world.edge("EVIDENCES", f"{key}@1", key)

    def sides(self, *, seen: bool) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        clear = [name for name in GOLDEN if seen and self._is_clear(name)]
        same = [name for name in clear if self.draw(st.booleans())]
        hidden = [name for name in GOLDEN if name not in clear]
        drawn = [[name for name in hidden if self.draw(st.booleans())] for _ in range(4)]
        return (
            {"supports": same + drawn[0], "contradicts": drawn[1]},
            {"supports": same + drawn[2], "contradicts": drawn[3]},
        )

    def retired(self) -> None:
        for key in RETIRED:
            exists = {person: self.there(seen=person in self.seen) for person in PERSONS}
            for side, world in enumerate((self.left, self.right)):
                successors = [person for person in PERSONS if exists[person][side]]
                world.node("Person", key, status="split", compartment="open")
                for person in successors:
                    world.edge("BECAME", key, person, reason="split")

    def given_up(self) -> None:
        granted = self.view.entity("Household")
        for key in GIVEN_UP:
            # It is open always: open to all who may see every row.
            seen = (granted is not None and granted.row_scope is RowScope.ALL) or self.draw(st.booleans())
            scopes = self.scope("Household", seen=seen)
            exists = {home: self.there(seen=home in self.seen) for home in HOUSEHOLDS}
            for side, world in enumerate((self.left, self.right)):
                world.node("Household", key, **{**scopes[side], "compartment": "open"}, size=0)
                for home in HOUSEHOLDS:
                    if exists[home][side]:
                        world.edge("BECAME", key, home)


@st.composite
def twins(draw: Any, view: View) -> tuple[World, World]:
    """Two graphs that are one to a caller with this view."""
    made = Twins(draw, view)
    made.persons()
    made.homes()
    made.given_up()
    made.records()
    made.retired()
    return made.left, made.right
