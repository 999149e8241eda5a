"""The papers of a case as files: the plan of the day as it was, and what is drawn up from the consignment now."""

from datetime import datetime

from chorsu.consignment import read_consignment
from chorsu.desks.language import engine_language
from chorsu.desks.plans import papers, planner
from chorsu.desks.plans.papers import Paper, Stored
from chorsu.desks.plans.present import signature, way_by_signature
from chorsu.desks.trade.models import Case, PlanOfDay
from chorsu.desks.trade.queries import plan_of_day

OF_DAY = "plan-of-day"
NAMES = (*(f"{OF_DAY}.{form}" for form in papers.FORMS["plan"]), *papers.NAMES)


def paper_of_day(day: PlanOfDay, form: str) -> Paper:
    """The plan of the day in the reader's language, as ``json``, ``xlsx`` or ``pdf``."""
    answer = day.answers[engine_language()]
    stored = Stored(read_consignment(answer["consignment"]))
    return papers.plan_paper(form, answer, stored, way=day.way, on=day.made_at.date())


def paper_of_case(case: Case, name: str, *, at: datetime) -> Paper | None:
    """A paper of a case by its name (:data:`NAMES`); None where there is nothing to draw it up from.

    What is drawn up now is by the chosen way, as far as the plan of now still has it, else by the plan's own choice.
    Raises Faulty.
    """
    day = plan_of_day(case, whole=True)
    kind, _dot, form = name.partition(".")
    if kind == OF_DAY:
        return paper_of_day(day, form) if day else None
    if not case.consignment:
        return None
    way = None
    if day:
        wanted = signature(day.answers["en"]["journeys"][day.way])
        way = way_by_signature(planner.answer(case.consignment).to_json("en"), wanted)
    return papers.paper_of(name, case.consignment, way, on=at.date())
