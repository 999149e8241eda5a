"""Pages of the planning desk: begin a plan, read it, change it, keep it, take it along."""

from dataclasses import replace
from functools import wraps

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chorsu.desks.language import engine_language
from chorsu.desks.pages import typed
from chorsu.desks.plans import asked, belonging, examples, look, papers, planner, questions, search, services, shelf, words
from chorsu.desks.plans.filled import UNPROCESSABLE, bound_forms, empty_forms, forms_of, read_forms, status_of, suggested
from chorsu.desks.plans.forms import show_faults
from chorsu.desks.plans.present import present
from chorsu.desks.plans.typed import plain_figure
from chorsu.desks.refusals import NotAllowed, Refused
from chorsu.facts import Faulty
from chorsu.text import in_language


@require_http_methods(["GET", "HEAD", "POST"])
def home(request):
    """The first page: say what goes from where to where."""
    if request.method != "POST":
        return render(request, "plans/home.html", empty_forms() | {"examples": examples.menu(engine_language())})
    forms, document = read_forms(request)
    if document is not None:
        try:
            return begun(request, document)
        except Faulty as faulty:
            show_faults(faulty.faults, forms["form"], forms["items"], engine_language())
    return render(request, "plans/home.html", suggested(forms), status=status_of(request))


def begun(request, document, unread=None):
    """Begin a plan, put it on the reader's shelf, and lead there. Raises Faulty."""
    key = shelf.key_for(request)
    plan = services.begin(document, at=timezone.now(), shelf=key, unread=unread)
    return shelf.remember(redirect(plan), request, key)


@require_POST
def example(request):
    """Plan an example: one click, and there is a plan to look at and to change."""
    document = examples.documents().get(request.POST.get("example") or examples.FIRST)
    if document is None:
        raise Http404
    try:
        return begun(request, document)
    except Faulty as faulty:
        # The facts on file no longer bear the example: show it as a form with what is wrong.
        bound = bound_forms(document)
        show_faults(faulty.faults, bound["form"], bound["items"], engine_language())
        return render(request, "plans/home.html", bound, status=UNPROCESSABLE)


def changing(view):
    """A page by which a plan is changed; who may not is told so (403), and when a private one cannot be now, why (409)."""

    @wraps(view)
    def page(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as refused:
            return render(request, "403.html", {"why": str(refused)}, status=403)
        except Refused as refused:
            return render(request, "409.html", {"why": str(refused)}, status=409)

    return page


def _plan_again(request, kept, document):
    """Change the plan, a private one through the desk that it belongs to. Raises Faulty, Refused, NotAllowed."""
    if kept.is_private:
        belonging.owner().change(kept, document, by=request.actor, at=timezone.now())
    else:
        services.change(kept, document, at=timezone.now())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@changing
def plan(request, token):
    """A plan on one page; posted, it is changed and planned again."""
    kept = asked.kept_plan(request, token)
    if request.method != "POST":
        return _plan_page(request, kept)
    kept = asked.plan_to_change(request, token)
    forms, document = read_forms(request)
    if document is not None:
        try:
            _plan_again(request, kept, document)
            return redirect(kept)
        except Faulty as faulty:
            show_faults(faulty.faults, forms["form"], forms["items"], engine_language())
        except NotAllowed:
            raise
        except Refused as refused:
            forms["form"].add_error(None, str(refused))
    return render(request, "plans/change.html", suggested(forms) | {"kept": kept}, status=status_of(request))


def _plan_page(request, kept, fault="", status=200):
    versions = list(kept.versions.all())
    version = asked.version_of(request, versions)
    language = engine_language()
    try:
        plan_made = planner.answer(version.consignment)
    except Faulty as faulty:
        # The law or the network on file has moved on, and the consignment no longer fits it: show it to be mended.
        bound = bound_forms(version.consignment)
        show_faults(faulty.faults, bound["form"], bound["items"], language)
        return render(request, "plans/change.html", bound | {"kept": kept}, status=UNPROCESSABLE)
    answer = plan_made.to_json(language)
    page = present(answer, way=asked.way_of(request, answer, version))
    way = page.chosen["index"] if page.chosen else None
    open_questions = questions.open_questions(plan_made, way, language) if version == versions[-1] else []
    if open_questions:
        # The question stands on the page as a choice: the same in words beside it says nothing more.
        asked_of = {row["number"] for row in open_questions}
        page = replace(
            page,
            findings=[row for row in page.findings if row["rule"] != "code-digits"],
            unknown=[
                row | {"question": row["item"] if row.get("candidates") and row["item"] in asked_of else None}
                for row in page.unknown
            ],
        )
    context = {
        "kept": kept,
        "belonging": belonging.of(kept, request.actor),
        "version": version,
        "versions": versions,
        "is_newest": version == versions[-1],
        "facts_moved": version.answer.get("book") not in ({}, answer.get("facts", {}).get("book", {})),
        "unread": [row | {"expected": in_language(row["expected"], language)} for row in version.answer.get("unread", [])],
        "page": page,
        "modes": words.modes(),
        "questions": open_questions,
        "question_fault": fault,
        "has_declaration": look.has_declaration(page),
        "next_year": look.next_year(version.consignment),
        "address": request.build_absolute_uri(kept.get_absolute_url()),
        "draft_days": services.DRAFT_DAYS,
        "query": asked.query(version, versions[-1], way),
        **forms_of(version.consignment),
    }
    return render(request, "plans/plan.html", context, status=status)


@require_POST
@changing
def code(request, token):
    """Answer the question that decides on the national digits, and plan again."""
    kept = asked.plan_to_change(request, token)
    document = kept.versions.last().consignment
    given = request.POST.get("item", "")
    index = int(given) if given.isascii() and given.isdigit() and len(given) < 4 else -1
    changed = questions.answered(document, index, request.POST.get("nomenclature", ""), request.POST.get("code", ""))
    if changed is None:
        return _plan_page(request, kept, _("Choose one of the answers: each leads to a code that is on file."), UNPROCESSABLE)
    return _changed(request, kept, changed)


def _changed(request, kept, document):
    """Plan a changed consignment; what is wrong with it is shown as a form to be mended."""
    try:
        _plan_again(request, kept, document)
        return redirect(kept)
    except NotAllowed:
        raise
    except (Faulty, Refused) as refused:
        bound = bound_forms(document)
        if isinstance(refused, Faulty):
            show_faults(refused.faults, bound["form"], bound["items"], engine_language())
        else:
            bound["form"].add_error(None, _too_many(refused))
        return render(request, "plans/change.html", bound | {"kept": kept}, status=UNPROCESSABLE)


def _too_many(refused):
    return _("A plan has at most %(most)s versions. Begin a new one.") % {"most": refused.args[0]}


@require_POST
@changing
def term(request, token):
    """Plan the consignment under another Incoterm, at the price that was given for it."""
    kept = asked.plan_to_change(request, token)
    document = kept.versions.last().consignment
    price = plain_figure(request.POST.get("price", ""), engine_language())
    try:
        changed = look.under_term(document, request.POST.get("term", ""), price)
    except Faulty:
        raise Http404 from None
    return _changed(request, kept, changed)


@require_POST
def keep(request, token):
    """Keep the plan for good with the way that is shown, and list it on the reader's shelf."""
    kept = asked.plan_of_nobody(request, token)
    key = shelf.key_for(request)
    services.keep(kept, way=typed(request.POST, "way", most=1000), at=timezone.now(), shelf=key)
    return shelf.remember(redirect(f"{kept.get_absolute_url()}?saved=1#saved"), request, key)


@require_http_methods(["GET", "HEAD", "POST"])
def forget(request, token):
    """Ask, then delete a plan with all its versions; for a day it can be brought back."""
    kept = asked.plan_of_nobody(request, token)
    if request.method == "POST":
        services.forget(kept, at=timezone.now())
        return redirect(f"{reverse('plans:plans')}?forgotten={kept.token}")
    return render(request, "plans/forget.html", {"kept": kept, "versions": kept.versions.count()})


@never_cache
@require_GET
def export(request, token, form):
    """The plan as JSON, as a sheet, or as a printable paper, with the way that is shown as the chosen one."""
    _kept, version, answer, shown, _way = asked.looked_at(request, token)
    chosen = present(shown, way=asked.way_of(request, shown, version)).chosen
    way = shown["chosen"] = chosen["index"] if chosen else None
    declaration = planner.declaration(version.consignment, way) if form == "xlsx" else None
    made = papers.plan_paper(form, shown, answer, way=way, on=timezone.now().date(), declaration=declaration)
    return made.download(f"chorsu-plan-{version.number}.{form}")


@never_cache
@require_GET
def paper(request, token, kind, form):
    """A draft of a paper, drawn up from the consignment."""
    _kept, _version, answer, shown, _way = asked.looked_at(request, token)
    on, places = timezone.now().date(), papers.place_names(shown)
    try:
        return papers.trade_paper(kind, form, answer.consignment, places=places, on=on).download(f"{kind}.{form}")
    except Faulty as faulty:
        messages = [fault.message.in_(engine_language()) for fault in faulty.faults]
        return render(request, "plans/no_paper.html", {"messages": messages, "token": token}, status=UNPROCESSABLE)


@require_GET
@cache_control(private=True, max_age=300)
def search_places(request):
    """Options for what is typed into a field of a place."""
    return _options(request, search.places)


@require_GET
@cache_control(private=True, max_age=300)
def search_goods(request):
    """Options for what is typed into the field of goods."""
    return _options(request, search.goods)


def _options(request, find):
    field = request.GET.get("field", "q")[:40]
    found = find(request.GET.get(field, request.GET.get("q", "")), engine_language())
    return render(request, "plans/options.html", {"options": found})
