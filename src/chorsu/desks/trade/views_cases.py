"""The list of cases, and what a case begins with: a form, a template, a case of before."""

from functools import partial

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from chorsu.desks.language import engine_language, written_day
from chorsu.desks.pages import for_actor, paged
from chorsu.desks.permissions import allows, of_zone, require
from chorsu.desks.plans.filled import UNPROCESSABLE, bound_forms, empty_forms, forms_of, read_forms, status_of, suggested
from chorsu.desks.plans.forms import show_faults
from chorsu.desks.refusals import NotAllowed, Refused
from chorsu.desks.trade import services, sheets, shown
from chorsu.desks.trade.from_goods import document_asked
from chorsu.desks.trade.models import Case
from chorsu.desks.trade.permissions import OPEN, may, require_now
from chorsu.desks.trade.queries import case_of, found, visible_cases, visible_templates, waiting_for
from chorsu.desks.trade.services.beginnings import READY_IN
from chorsu.desks.trade.views_case import page_of
from chorsu.facts import Faulty

MOST_WORDS = 8
# The orders of the list: what stands in the address, what the reader sees, what the database sorts by.
ORDERS = {
    "changed": (gettext_lazy("last changed first"), ("-changed_at", "-pk")),
    "oldest": (gettext_lazy("longest unchanged first"), ("changed_at", "pk")),
    "ready": (gettext_lazy("soonest ready first"), ("consignment__ready", "-pk")),
    "reference": (gettext_lazy("by reference"), ("reference", "-pk")),
}
STATES = {"": gettext_lazy("open and closed"), "open": gettext_lazy("open"), **dict(Case.State.choices)}
PARTS = {"": gettext_lazy("in any part"), "trader": gettext_lazy("as the trader"), "broker": gettext_lazy("as the broker"),
         "carrier": gettext_lazy("as the carrier")}  # fmt: skip


def _asked(request):
    """The cases that the query asks for, and what it asks, checked."""
    actor = request.actor
    q = request.GET.get("q", "").replace("\0", " ").strip()[:100]
    state, part, sort = (request.GET.get(name, "") for name in ("state", "part", "sort"))
    state, part, sort = state if state in STATES else "", part if part in PARTS else "", sort if sort in ORDERS else "changed"
    waits = request.GET.get("waits") == "1"
    rows = (waiting_for(actor) if waits else visible_cases(actor)).order_by(*ORDERS[sort][1])
    for word in q.casefold().split()[:MOST_WORDS]:
        rows = rows.filter(words__contains=word)
    if state:
        rows = rows.filter(state__in=OPEN) if state == "open" else rows.filter(state=state)
    if part:
        rows = rows.filter(**{part: actor.organisation.pk})
    return rows, {"q": q, "state": state, "part": part, "sort": sort, "waits": waits}


@never_cache
@require_safe
@for_actor
def cases(request):
    """The cases that the reader may see: searched, filtered, sorted, paged."""
    rows, asked = _asked(request)
    page, query = paged(request, rows)
    lines = [shown.line_of(case) for case in page.object_list]
    context = {
        **asked,
        "page": page,
        "asked": query,
        "lines": lines,
        "any": bool(lines) or visible_cases(request.actor).exists(),
        "states": STATES.items(),
        "parts": PARTS.items(),
        "orders": [(name, said) for name, (said, _fields) in ORDERS.items()],
        "may_begin": allows(may.begin, request.actor),
        "sees_all": allows(of_zone, request.actor),
        "is_filtered": bool(asked["q"] or asked["state"] or asked["part"] or asked["waits"]),
    }
    return render(request, "trade/cases.html", context)


@never_cache
@require_GET
@for_actor
def cases_file(request, form):
    """The list as it is filtered, as a sheet or as CSV."""
    rows, _asked_for = _asked(request)
    return sheets.cases(form, rows)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def begin(request):
    """A new case: by hand here, else from a template, from a case of before, or from an invoice."""
    require(may.begin, request.actor)
    if request.method != "POST":
        document = document_asked(request)
        return _begin_page(request, empty_forms() if document is None else forms_of(document))
    if request.POST.get("empty"):
        return redirect(services.begin_case(None, by=request.actor, at=timezone.now()))
    forms, document = read_forms(request)
    if document is not None:
        try:
            return redirect(services.begin_case(document, by=request.actor, at=timezone.now()))
        except Faulty as faulty:
            show_faults(faulty.faults, forms["form"], forms["items"], engine_language())
        except NotAllowed:
            raise
        except Refused as refused:
            forms["form"].add_error("reference", str(refused))
    return _begin_page(request, suggested(forms), status=status_of(request))


def _begin_page(request, forms, status=200):
    templates = [{"template": row, **_route(row.consignment)} for row in visible_templates(request.actor)[:100]]
    closed = visible_cases(request.actor).filter(trader=request.actor.organisation.pk).exclude(consignment={})[:5]
    context = forms | {"templates": templates, "before": [shown.line_of(case) for case in closed]}
    return render(request, "trade/begin.html", context, status=status)


def _route(document: dict) -> dict:
    """A consignment in a few words: its goods, its ends, its term."""
    return {name: value for name, value in shown.line_of(Case(consignment=document)).items() if name != "case"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def change(request, pk):
    """The consignment of a case as a form: to be said for the first time, or changed. Planned again, a way is chosen anew."""
    case = case_of(request.actor, pk)
    require_now("change", request.actor, case)
    if request.method != "POST":
        forms = bound_forms(case.consignment) if case.consignment else empty_forms()
        return page_of(request, case, "change", forms)
    forms, document = read_forms(request)
    if document is not None:
        try:
            services.change_consignment(case, document, by=request.actor, at=timezone.now())
            return redirect(case)
        except Faulty as faulty:
            show_faults(faulty.faults, forms["form"], forms["items"], engine_language())
        except NotAllowed:
            raise
        except Refused as refused:
            forms["form"].add_error(None, str(refused))
    return page_of(request, case, "change", suggested(forms), status=status_of(request))


@never_cache
@require_safe
@for_actor
def templates(request):
    """The organisation's templates: begin a case with one, delete one."""
    require(may.begin, request.actor)
    q = request.GET.get("q", "").replace("\0", " ").strip()[:100]
    rows = visible_templates(request.actor).filter(Q(name__icontains=q) if q else Q())
    page, query = paged(request, rows)
    lines = [{"template": row, **_route(row.consignment)} for row in page.object_list]
    return render(request, "trade/templates.html", {"page": page, "asked": query, "lines": lines, "q": q})


@require_http_methods(["POST"])
@for_actor
def use_template(request, pk):
    """Begin a case with the consignment of a template."""
    template = found(visible_templates(request.actor), pk)
    begin = partial(services.begin_from_template, template, by=request.actor, at=timezone.now())
    return _anew(request, begin, template.consignment)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def delete_template(request, pk):
    """Ask, then delete a template."""
    template = found(visible_templates(request.actor), pk)
    require(may.use_template, request.actor, template)
    if request.method == "POST":
        services.delete_template(template, by=request.actor, at=timezone.now())
        messages.success(request, _("The template is deleted."))
        return redirect("trade:templates")
    return render(request, "trade/delete_template.html", {"template": template, **_route(template.consignment)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def repeat(request, pk):
    """Ask, then begin a case with the consignment of one of before."""
    case = case_of(request.actor, pk)
    require(may.save_template, request.actor, case)
    if request.method != "POST":
        return page_of(request, case, "repeat", {"days": READY_IN.days})
    return _anew(request, partial(services.repeat, case, by=request.actor, at=timezone.now()), case.consignment)


def _anew(request, service, document):
    """Begin a case with a consignment of before; where the facts no longer bear it, show it as a form to be mended."""
    try:
        case = service()
    except Faulty as faulty:
        forms = bound_forms({**document, "reference": ""})
        show_faults(faulty.faults, forms["form"], forms["items"], engine_language())
        return _begin_page(request, forms, status=UNPROCESSABLE)
    ready = case.consignment.get("ready", "")
    messages.success(
        request, _("The goods are taken to be ready on %(day)s: change the day if it is another.") % {"day": written_day(ready)}
    )
    return redirect(reverse("trade:change", args=[case.pk]))
