"""The way of a case: chosen, kept as the plan was on the day, and its points set out."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chorsu.desks.actor import Actor
from chorsu.desks.plans import planner
from chorsu.desks.plans import services as plans
from chorsu.desks.plans.present import signature
from chorsu.desks.refusals import Refused
from chorsu.desks.trade.models import Case, Milestone, PlanOfDay
from chorsu.desks.trade.permissions import require_now
from chorsu.desks.trade.services.milestones import points_of
from chorsu.desks.trade.services.opened import opened, tell
from chorsu.desks.trade.services.said import figures_of
from chorsu.text import LANGUAGES

State = Case.State


def choose_way(case: Case, way: int, *, by: Actor, at: datetime) -> Case:
    """Choose the way of the plan with that index: the plan is kept as it is today, the points of the way are set out.

    A draft becomes planned; a case that the zone returned stays so until it is submitted again. Raises Faulty where the
    consignment cannot be planned any more.
    """
    case = Case.objects.get(pk=case.pk)
    require_now("choose_way", by, case)
    if not case.consignment:
        raise Refused(_("Say first what is sent from where to where: a way is chosen from its plan."))
    consignment = case.consignment
    plan = planner.answer(consignment)
    if not 0 <= way < len(plan.journeys):
        raise Refused(_("The plan has no way %(number)s. It has %(count)s."), number=way + 1, count=len(plan.journeys))
    answers = {language: {**plan.to_json(language), "chosen": way} for language in LANGUAGES}
    return _choose(case, way, plan, answers, by=by, at=at)


@transaction.atomic
def _choose(case, way, plan, answers, *, by, at) -> Case:
    asked_of = case.consignment
    case = opened(case, "choose_way", by=by, at=at)
    if case.consignment != asked_of:
        raise Refused(_("The consignment was changed meanwhile. Look at the new plan, then choose."))
    version = case.plan.versions.last()
    PlanOfDay.objects.create(
        case=case, version=version.number, way=way, answers=answers, book=plan.book.get("hash", ""), made_at=at
    )
    plans.keep(case.plan, way=signature(answers["en"]["journeys"][way]), at=at)
    case.milestones.all().delete()
    Milestone.objects.bulk_create(
        Milestone(case=case, number=number, **point) for number, point in enumerate(points_of(plan, way), start=1)
    )
    was = case.state
    case.state = State.PLANNED if case.state == State.DRAFT else case.state
    case.figures, case.is_altered, case.changed_at = figures_of(plan, way), False, at
    # The worker looks again: the law may have changed between the planning and this moment.
    case.looked_at = ""
    case.save(update_fields=["state", "figures", "is_altered", "looked_at", "changed_at"])
    tell(
        "case.way_chosen",
        case,
        by=by,
        at=at,
        was=was,
        way=way + 1,
        version=version.number,
        book=plan.book.get("hash"),
        **{name: case.figures.get(name) for name in ("total", "currency", "p50")},
    )
    return case
