"""What the matrix asks the planner for: a plan under its link and one that was deleted."""

from django.utils import timezone

from chorsu import planning
from chorsu.desks.plans import services


def things(cast) -> dict:
    """Two plans of the example; the forms of the files."""
    now = timezone.now()
    plan, forgotten = (services.begin(planning.example(), at=now) for _ in range(2))
    services.forget(forgotten, at=now)
    return {
        "link": plan.token,
        "forgotten": forgotten.token,
        "json": "json",
        "paper": "invoice",
        "xml": "xml",
        "plans:term POST": {"term": "FCA"},
        "plans:keep POST": {"way": "0"},
    }
