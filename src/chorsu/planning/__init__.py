"""The main job: a consignment to its plan, from the ways to the papers, each answer with its reason."""

from chorsu.planning.load import References, example, load_references
from chorsu.planning.model import BorderAssessment, Cost, Finding, Landed, Plan
from chorsu.planning.plan import make_plan, read_for_plan

__all__ = [
    "BorderAssessment",
    "Cost",
    "Finding",
    "Landed",
    "Plan",
    "References",
    "example",
    "load_references",
    "make_plan",
    "read_for_plan",
]
