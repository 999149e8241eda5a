"""The reader's plans: listed and searched, two compared, a deleted one brought back; and documents that are sent in."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chorsu.desks.language import engine_language, written_day
from chorsu.desks.pages import typed
from chorsu.desks.plans import asked, look, planner, search, services, shelf
from chorsu.desks.plans.filled import UNPROCESSABLE
from chorsu.desks.plans.models import KeptPlan, Version
from chorsu.desks.plans.views import begun
from chorsu.facts import Faulty
from chorsu.planning.unread import unread_fields
from chorsu.reading import parse_json
from chorsu.text import LANGUAGES

PAGE = 20
# The orders of the list: what stands in the address, what the reader sees, what the database sorts by.
ORDERS = {
    "changed": (_("last changed first"), ("-changed_at", "-pk")),
    "ready": (_("soonest ready first"), ("consignment__ready", "-pk")),
    "late": (_("latest ready first"), ("-consignment__ready", "-pk")),
    "reference": (_("by reference"), ("consignment__reference", "-pk")),
}
MOST_BYTES = 200_000


@never_cache
@require_safe
def plans(request):
    """The plans on the reader's shelf, found by words, in the order that the reader chose."""
    words = typed(request.GET, "q")
    order = request.GET.get("sort", "") if request.GET.get("sort", "") in ORDERS else "changed"
    found = _shelved(request).order_by(*ORDERS[order][1])
    for word in words.casefold().split():
        found = found.filter(words__contains=word)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [row_of(plan) for plan in page.object_list]
    context = {
        "q": words,
        "sort": order,
        "orders": [(name, said) for name, (said, _fields) in ORDERS.items()],
        "asked": urlencode({name: value for name, value in (("q", words), ("sort", order)) if value and value != "changed"}),
        "page": page,
        "rows": rows,
        "any": bool(rows) or _shelved(request).exists(),
        "forgotten": _forgotten(request),
        "fault": _("Choose two plans to compare.") if request.GET.get("choose") else "",
        "back_days": services.BACK_DAYS,
    }
    return render(request, "plans/plans.html", context)


def _shelved(request):
    key = shelf.key_of(request)
    if not key:
        return KeptPlan.objects.none()
    return with_newest(KeptPlan.objects.filter(shelved__shelf=key, forgotten_at=None))


def with_newest(plans):
    """The plans, each with the consignment and the answer of its newest version."""
    newest = Version.objects.filter(plan=OuterRef("pk")).order_by("-number")
    return plans.annotate(consignment=Subquery(newest.values("consignment")[:1]), answer=Subquery(newest.values("answer")[:1]))


def row_of(plan) -> dict:
    """A plan in a list; it comes from :func:`with_newest`."""
    language = engine_language()
    document, answer = plan.consignment, plan.answer or {}
    items = document.get("items", [])
    return {
        "plan": plan,
        "goods": "; ".join(item.get("description") or item["hs"] for item in items[:2]) + (" …" if len(items) > 2 else ""),
        "from": search.short_place(document.get("from", ""), language),
        "to": search.short_place(document.get("to", ""), language),
        "ready": document.get("ready"),
        "term": document.get("incoterm", ""),
        "reference": document.get("reference", ""),
        "total": answer.get("total"),
        "estimated": answer.get("estimated"),
        "currency": answer.get("currency") or "",
    }


def _forgotten(request):
    token = typed(request.GET, "forgotten")
    return KeptPlan.objects.filter(token=token).exclude(forgotten_at=None).first() if token else None


@require_POST
def bring_back(request, token):
    """Undo the deletion of a plan."""
    plan = KeptPlan.objects.filter(token=token, is_private=False).exclude(forgotten_at=None).first()
    if plan is None:
        raise Http404
    return redirect(services.bring_back(plan))


@never_cache
@require_safe
def compare(request):
    """Two kept plans side by side."""
    tokens = list(dict.fromkeys(token[:64] for token in request.GET.getlist("plan")))
    if len(tokens) != 2:
        return redirect(f"{request.path.removesuffix('compare/')}plans/?choose=1")
    versions = [asked.kept_plan(request, token).versions.last() for token in tokens]
    language = engine_language()
    try:
        answers = [planner.answer(version.consignment).to_json(language) for version in versions]
        ways = tuple(asked.chosen_way(request, answer, version) for answer, version in zip(answers, versions, strict=True))
        comparison = planner.comparison(versions[0].consignment, versions[1].consignment, ways)
    except Faulty as faulty:
        raise Http404 from faulty
    heads = [_head(number, version) for number, version in enumerate(versions, 1)]
    return render(
        request, "plans/compare.html", {"heads": heads, "table": look.comparison_page(comparison, language), "tokens": tokens}
    )


def _head(number: int, version) -> dict:
    """What stands over a column of the comparison; the label tells two plans of the same goods apart in a word."""
    version.plan.consignment, version.plan.answer = version.consignment, version.answer
    row = row_of(version.plan)
    terms = f"{row['term']}, {written_day(row['ready'])}"
    return {
        "title": row["goods"],
        "label": f"{number}. {terms}",
        "address": version.plan.get_absolute_url(),
        "note": f"{number}. {row['from']} → {row['to']}, {terms}",
    }


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request):
    """Plan a consignment that is sent as JSON: a file, or the text of one."""
    if request.method != "POST":
        return render(request, "plans/upload.html", {"text": ""})
    sent = request.FILES.get("file")
    text = request.POST.get("text", "")
    if sent is not None:
        if sent.size > MOST_BYTES:
            fault = {"path": "", "message": _("The file has more than %(most)s bytes.") % {"most": MOST_BYTES}, "expected": ""}
            return render(request, "plans/upload.html", {"text": text, "faults": [fault]}, status=UNPROCESSABLE)
        text = sent.read().decode("utf-8", errors="replace").removeprefix("\ufeff")
    language = engine_language()
    unread = ()
    try:
        document = parse_json(text, most_bytes=MOST_BYTES)
        unread = unread_fields(document)
        return begun(request, document, [_in_all_languages(fault) for fault in unread])
    except Faulty as faulty:
        faults = [fault.to_json(language) for fault in faulty.faults]
        return render(
            request,
            "plans/upload.html",
            {"text": text, "faults": faults, "unread": [fault.to_json(language) for fault in unread]},
            status=UNPROCESSABLE,
        )


def _in_all_languages(fault) -> dict:
    """A warning as it is kept beside the plan: another reader may have another language."""
    expected = {language: fault.expected.in_(language) for language in LANGUAGES} if fault.expected else {}
    return {"path": fault.path, "expected": expected}
