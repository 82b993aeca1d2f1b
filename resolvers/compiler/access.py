"""What a plan was not given: the denied and masked fields among those asked, told once in `extensions.access`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from auth.policy import FieldRule, Mask

if TYPE_CHECKING:
    from auth.policy import View

CLEAR = FieldRule(Mask.CLEAR)
WITHOUT_RULES = frozenset({"Attribute", "CrosswalkEntry", "PersonMatch"})
"""Types whose fields are granted with the one field that leads to them."""


@dataclass(slots=True)
class Access:
    """The caller's rules, and a note of every one that withheld or changed something."""

    view: View
    denied: set[str] = field(default_factory=set[str])
    masked: dict[str, str] = field(default_factory=dict[str, str])

    def rule(self, kind: str, name: str) -> FieldRule | None:
        """The rule for a field that is being compiled; None, and a note, where it is denied."""
        rule = CLEAR if kind in WITHOUT_RULES else self.view.rule(kind, name)
        if rule is None:
            self.denied.add(f"{kind}.{name}")
        elif rule.mask is not Mask.CLEAR:
            self.masked[f"{kind}.{name}"] = rule.mask.value
        return rule

    def is_clear(self, kind: str, name: str) -> bool:
        """Whether the caller sees the field as it is."""
        rule = self.view.rule(kind, name)
        return rule is not None and rule.mask is Mask.CLEAR

    def clear_fields(self, kind: str) -> list[str]:
        """The fields of a type that the caller sees as they are."""
        seen = self.view.entity(kind)
        return sorted(name for name in (seen.fields if seen else ()) if self.is_clear(kind, name))

    def told(self) -> dict[str, Any]:
        """`extensions.access`; the same for every answer of the plan."""
        return {
            "purpose": self.view.purpose,
            "agreements": list(self.view.agreements),
            "denied": sorted(self.denied),
            "masked": dict(sorted(self.masked.items())),
        }
