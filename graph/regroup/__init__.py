"""Regrouping: whole persons and newcomers are grouped anew, here and now, by the rules of the whole resolution."""

from graph.regroup.applying import Regrouped, apply
from graph.regroup.planning import Earlier, plan
from graph.regroup.plans import EnrolmentMove, HouseholdChange, PersonChange, Plan

__all__ = [
    "Earlier",
    "EnrolmentMove",
    "HouseholdChange",
    "PersonChange",
    "Plan",
    "Regrouped",
    "apply",
    "plan",
]
