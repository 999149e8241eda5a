"""Pages of the trade desk: read what was asked, call a service, answer."""

import json
import re

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chorsu import documents, planning
from chorsu.desks.language import engine_language
from chorsu.desks.trade import planner, search, services, sheets
from chorsu.desks.trade.forms import (
    CURRENCIES,
    MOST_ITEMS,
    UNITS,
    ConsignmentForm,
    ItemForms,
    document_of,
    show_faults,
    written_in_form,
)
from chorsu.desks.trade.models import KeptPlan
from chorsu.desks.trade.present import present, way_by_signature
from chorsu.facts import Faulty

UNPROCESSABLE = 422
DRAFTS = {"invoice": documents.draft_invoice, "packing_list": documents.draft_packing_list}


@require_http_methods(["GET", "HEAD", "POST"])
def home(request):
    """The first page: say what goes from where to where."""
    if request.method != "POST":
        return render(request, "trade/home.html", _empty_forms())
    forms, document = _read_forms(request)
    if document is not None:
        try:
            return redirect(services.begin(document, at=timezone.now()))
        except Faulty as faulty:
            show_faults(faulty.faults, forms["form"], forms["items"], engine_language())
    return render(request, "trade/home.html", _suggest(forms), status=_status(request))


@require_POST
def example(request):
    """Plan the example: one click, and there is a plan to look at and to change."""
    return redirect(services.begin(planning.example(), at=timezone.now()))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request, token):
    """A plan on one page; posted, it is changed and planned again."""
    kept = get_object_or_404(KeptPlan, token=token)
    if request.method != "POST":
        return _plan_page(request, kept)
    forms, document = _read_forms(request)
    if document is not None:
        try:
            services.change(kept, document, at=timezone.now())
            return redirect(kept)
        except Faulty as faulty:
            show_faults(faulty.faults, forms["form"], forms["items"], engine_language())
        except services.Refused as refused:
            forms["form"].add_error(None, _("A plan has at most %(most)s versions. Begin a new one.") % {"most": refused.args[0]})
    return render(request, "trade/change.html", _suggest(forms) | {"kept": kept}, status=_status(request))


def _status(request):
    """A form that asked for room for one more item is no failure."""
    return 200 if "more" in request.POST else UNPROCESSABLE


def _plan_page(request, kept):
    versions = list(kept.versions.all())
    version = _asked_version(request, versions)
    try:
        answer = planner.answer(version.consignment).to_json(engine_language())
    except Faulty as faulty:
        # The law or the network on file has moved on, and the consignment no longer fits it: show it to be mended.
        bound = _bound(version.consignment)
        show_faults(faulty.faults, bound["form"], bound["items"], engine_language())
        return render(request, "trade/change.html", bound | {"kept": kept}, status=UNPROCESSABLE)
    page = present(answer, way=_asked_way(request, answer, version))
    context = {
        "kept": kept,
        "version": version,
        "versions": versions,
        "is_newest": version == versions[-1],
        "facts_moved": version.answer.get("book") not in ({}, answer.get("facts", {}).get("book", {})),
        "page": page,
        "address": request.build_absolute_uri(kept.get_absolute_url()),
        "draft_days": services.DRAFT_DAYS,
        "query": _query(version, versions, page),
        **_forms_of(version.consignment),
    }
    return render(request, "trade/plan.html", context)


def _asked_version(request, versions):
    wanted = request.GET.get("version", "")
    if not wanted:
        return versions[-1]
    found = next((version for version in versions if str(version.number) == wanted), None)
    if found is None:
        raise Http404
    return found


def _asked_way(request, answer, version):
    wanted = request.GET.get("way", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 4:
        return int(wanted) - 1
    return way_by_signature(answer, version.way)


def _query(version, versions, page):
    """The query that leads back to what is shown: an old version, a way other than the plan's own."""
    parts = [] if version == versions[-1] else [f"version={version.number}"]
    if page.chosen:
        parts.append(f"way={page.chosen['number']}")
    return "?" + "&".join(parts) if parts else ""


@require_POST
def keep(request, token):
    """Keep the plan for good with the way that is shown."""
    kept = get_object_or_404(KeptPlan, token=token)
    services.keep(kept, way=request.POST.get("way", "")[:1000], at=timezone.now())
    return redirect(f"{kept.get_absolute_url()}?saved=1#saved")


@require_http_methods(["GET", "HEAD", "POST"])
def forget(request, token):
    """Ask, then delete a plan with all its versions."""
    kept = get_object_or_404(KeptPlan, token=token)
    if request.method == "POST":
        services.forget(kept)
        return redirect("trade:home")
    return render(request, "trade/forget.html", {"kept": kept})


@never_cache
@require_GET
def export(request, token, form):
    """The plan as JSON, as a sheet, or as a printable paper, with the way that is shown as the chosen one."""
    version, answer = _version_and_plan(request, token)
    language = engine_language()
    shown = answer.to_json(language)
    page = present(shown, way=_asked_way(request, shown, version))
    shown["chosen"] = page.chosen["index"] if page.chosen else None
    name = f"chorsu-plan-{version.number}.{form}"
    if form == "json":
        content = json.dumps(shown, ensure_ascii=False, indent=1).encode()
        return _download(content, "application/json", name)
    if form == "xlsx":
        return _download(sheets.workbook(page), sheets.MEDIA_TYPE, name)
    names = _place_names(shown)
    return _download(documents.render_plan_pdf(shown, language, places=names, on=timezone.now().date()), "application/pdf", name)


@never_cache
@require_GET
def paper(request, token, kind, form):
    """A draft of a paper, drawn up from the consignment."""
    _version, answer = _version_and_plan(request, token)
    language = engine_language()
    consignment = answer.consignment
    try:
        drafted = DRAFTS[kind](consignment, number=consignment.reference, on=timezone.now().date())
        if form == "xml":
            return _download(documents.to_xml(drafted), "application/xml", f"{kind}.xml")
        names = _place_names(answer.to_json(language))
        return _download(documents.render_pdf(drafted, language, places=names), "application/pdf", f"{kind}.pdf")
    except Faulty as faulty:
        messages = [fault.message.in_(language) for fault in faulty.faults]
        return render(request, "trade/no_paper.html", {"messages": messages, "token": token}, status=UNPROCESSABLE)


def _place_names(plan):
    return {code: place["name"] for code, place in plan.get("places", {}).items()}


def _version_and_plan(request, token):
    kept = get_object_or_404(KeptPlan, token=token)
    version = _asked_version(request, list(kept.versions.all()))
    try:
        return version, planner.answer(version.consignment)
    except Faulty as faulty:
        raise Http404 from faulty


def _download(content: bytes, media_type: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


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
    return render(request, "trade/options.html", {"options": found})


def _choices():
    return {"currencies": CURRENCIES, "units": UNITS}


def _empty_forms():
    form = ConsignmentForm(initial={"incoterm": "DAP", "buyer_kind": "business"})
    return {
        "form": form,
        "items": ItemForms(prefix="items", initial=[{"unit": "KGM", "origin": "", "currency": "USD"}]),
        **_choices(),
    }


def _forms_of(document):
    language = engine_language()
    fields, items = written_in_form(
        document,
        place_label=lambda code: search.place_label(code, language),
        goods_label=lambda hs: search.goods_label(hs, language),
    )
    return {"form": ConsignmentForm(initial=fields), "items": ItemForms(prefix="items", initial=items), **_choices()}


def _read_forms(request):
    """The forms as they were sent, and the document they make; None where it cannot be read or one more item was asked for."""
    data = request.POST.copy()
    if "more" in data:
        written = data.get("items-TOTAL_FORMS", "")
        data["items-TOTAL_FORMS"] = min(int(written) + 1, MOST_ITEMS) if written.isascii() and written.isdigit() else 1
    if "add_proof" in data:
        _add_proof(data, data["add_proof"][:100])
    form, items = ConsignmentForm(data), ItemForms(data, prefix="items")
    forms = {"form": form, "items": items, **_choices()}
    # Both are asked, so that the faults of both are shown at once.
    if all([form.is_valid(), items.is_valid()]) and "more" not in data:
        return forms, document_of(form, items)
    return forms, None


def _add_proof(data, proof):
    """What if the goods carried this proof: it is added to every item that does not name it."""
    for name in [name for name in data if re.fullmatch(r"items-\d+-proofs", name)]:
        written = [part.strip() for part in data[name].split(";") if part.strip()]
        if proof not in written:
            data[name] = "; ".join([*written, proof])


def _bound(document):
    """The forms of a document as if it had been sent, so that faults can stand beside its fields."""
    forms = _forms_of(document)
    data = dict(forms["form"].initial)
    for index, fields in enumerate(forms["items"].initial):
        data |= {f"items-{index}-{name}": value for name, value in fields.items()}
    count = len(forms["items"].initial)
    data |= {
        "items-TOTAL_FORMS": count,
        "items-INITIAL_FORMS": count,
        "items-MIN_NUM_FORMS": 1,
        "items-MAX_NUM_FORMS": MOST_ITEMS,
    }
    bound = {"form": ConsignmentForm(data), "items": ItemForms(data, prefix="items"), **_choices()}
    bound["form"].is_valid(), bound["items"].is_valid()
    return bound


def _suggest(forms):
    """Put what the reader may have meant beside the fields of places and goods that could not be understood."""
    language = engine_language()
    for form, name, find in (
        (forms["form"], "place_from", search.places),
        (forms["form"], "place_to", search.places),
        *((item, "hs", search.goods) for item in forms["items"]),
    ):
        if form.has_error(name):
            form.fields[name].suggestions = find(form.data.get(form.add_prefix(name), ""), language)
    return forms
