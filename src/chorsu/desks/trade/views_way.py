"""The plan of a case: a way chosen, the plan as it was on the day, what it would be now."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from chorsu.desks.language import engine_language
from chorsu.desks.pages import for_actor
from chorsu.desks.plans import planner
from chorsu.desks.plans.present import present, way_by_signature
from chorsu.desks.refusals import Refused
from chorsu.desks.trade import services, then_now
from chorsu.desks.trade.models import Case, PlanOfDay
from chorsu.desks.trade.papers import paper_of_day
from chorsu.desks.trade.permissions import can, require_now
from chorsu.desks.trade.queries import case_of, found, plan_of_day
from chorsu.desks.trade.views_case import page_of
from chorsu.facts import Faulty


@require_POST
@for_actor
def choose(request, pk):
    """Choose a way of the plan: posted by what the way is made of, since its place in the list changes when services do."""
    case = case_of(request.actor, pk)
    require_now("choose_way", request.actor, case)
    wanted = request.POST.get("way", "")[:1000]
    try:
        answer = planner.answer(case.consignment).to_json("en") if case.consignment else {}
        number = way_by_signature(answer, wanted)
        if number is None:
            raise Refused(_("That way is no longer in the plan. Look at the ways again, then choose."))
        services.choose_way(case, number, by=request.actor, at=timezone.now())
    except Faulty:
        messages.error(request, _("The consignment can no longer be planned as it stands. Mend it, then choose a way."))
        return redirect("trade:change", pk)
    messages.success(request, _("The way is chosen. The plan is kept as it is today."))
    return redirect(case)


def _day_of(case: Case) -> PlanOfDay:
    """The plan of the day, whole. Raises Http404 where no way was chosen yet."""
    day = plan_of_day(case, whole=True)
    if day is None:
        raise Http404
    return day


@never_cache
@require_safe
@for_actor
def plan_of_the_day(request, pk):
    """The plan as it was on the day on which the way was chosen: what was answered then, not what would be now."""
    case = case_of(request.actor, pk)
    day = _day_of(case)
    page = present(day.answers[engine_language()], way=day.way)
    context = {"case": case, "day": day, "page": page, "kept": case.plan, "fixed": True}
    context["query"] = f"?version={day.version}&way={day.way + 1}"
    return render(request, "trade/plan_of_day.html", context)


@never_cache
@require_GET
@for_actor
def plan_of_the_day_file(request, pk, form):
    """The plan of the day as JSON, as a sheet, or as a printable paper, in the reader's language."""
    day = _day_of(case_of(request.actor, pk))
    return paper_of_day(day, form).download(f"chorsu-plan-{day.made_at:%Y-%m-%d}.{form}")


@never_cache
@require_safe
@for_actor
def then_and_now(request, pk):
    """The plan of the day beside what it would be now."""
    case = case_of(request.actor, pk)
    day = _day_of(case)
    language = engine_language()
    context = {
        "day": day,
        "alterations": list(case.alterations.all()),
        "may_read": can("read_alteration", request.actor, case),
        "may_choose": can("choose_way", request.actor, case),
    }
    try:
        now = planner.answer(case.consignment).to_json(language)
        context |= then_now.compared(day.answers[language], day.way, now)
    except Faulty as faulty:
        context["faults"] = [f"{fault.path}: {fault.message.in_(language)}" for fault in faulty.faults]
    return page_of(request, case, "then_now", context)


@require_POST
@for_actor
def read_alteration(request, pk, alteration):
    """Say that an alteration was read."""
    case = case_of(request.actor, pk)
    row = found(case.alterations, alteration)
    services.read_alteration(row, by=request.actor, at=timezone.now())
    messages.success(request, _("The change is marked as read."))
    return redirect(case)
