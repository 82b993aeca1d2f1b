"""Regrouping: whole persons and newcomers are grouped anew, here and now, by the rules of the whole resolution."""

from graph.regroup.applying import Regrouped, apply
from graph.regroup.planning import Earlier, plan
from graph.regroup.plans import EnrolmentMove, HouseholdChange, PersonChange, Plan
from graph.regroup.region import Region, Stated, region_of

__all__ = [
    "Earlier",
    "EnrolmentMove",
    "HouseholdChange",
    "PersonChange",
    "Plan",
    "Region",
    "Regrouped",
    "Stated",
    "apply",
    "plan",
    "region_of",
]
