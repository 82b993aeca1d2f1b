"""Who may perform an operation: `operations.yaml`, read once, and the one function that decides by it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

import yaml
from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from auth.policy import View
    from auth.principal import Principal


@dataclass(frozen=True, slots=True)
class OperationRule:
    """Who may perform one operation. `needs` are fields, as `Entity.field`, that must be granted as a filter."""

    name: str
    roles: frozenset[str]
    purposes: frozenset[str]
    case: bool
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Allowed:
    """The caller may perform the operation; about whose data is decided by rows, not here."""


@dataclass(frozen=True, slots=True)
class Denied:
    """The caller may not; `sentence` says why and is fit to be shown."""

    sentence: str


class _RuleForm(BaseModel):
    model_config = ConfigDict(extra="forbid")

    roles: frozenset[str]
    purposes: frozenset[str]
    case: bool = False
    needs: tuple[str, ...] = ()


class _OperationsForm(BaseModel):
    model_config = ConfigDict(extra="forbid")

    operations: dict[str, _RuleForm]


def parse_operations(text: str) -> Mapping[str, OperationRule]:
    """The rules written in `text` (YAML), by the operation's name; pydantic.ValidationError when it is none."""
    form = _OperationsForm.model_validate(yaml.safe_load(text))
    rules = {
        name: OperationRule(name, rule.roles, rule.purposes, case=rule.case, needs=rule.needs)
        for name, rule in form.operations.items()
    }
    return MappingProxyType(rules)


@lru_cache(maxsize=1)
def operation_rules() -> Mapping[str, OperationRule]:
    """The rules that ship with this version of the hub, by the operation's name."""
    return parse_operations(files("auth").joinpath("operations.yaml").read_text(encoding="utf-8"))


def may(
    principal: Principal,
    view: View,
    operation: str,
    *,
    rules: Mapping[str, OperationRule] | None = None,
) -> Allowed | Denied:
    """Whether the caller may perform an operation for the declared purpose; one without a rule nobody may."""
    rule = (operation_rules() if rules is None else rules).get(operation)
    if rule is None or view.role not in rule.roles:
        return Denied("Your role may not do this.")
    if view.purpose not in rule.purposes:
        return Denied("This may not be done for the declared purpose.")
    if rule.case and (principal.case is None or principal.reason is None):
        return Denied("This needs a case number in Hub-Case and a reason in Hub-Reason.")
    if not all(_may_search_by(view, needed) for needed in rule.needs):
        return Denied("No agreement opens the fields that this searches by.")
    return Allowed()


def _may_search_by(view: View, needed: str) -> bool:
    entity, _, field = needed.partition(".")
    rule = view.rule(entity, field)
    return rule is not None and rule.filterable
