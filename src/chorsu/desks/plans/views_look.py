"""Pages that look at a plan from another side: every Incoterm, another day, the law ahead, the declaration."""

from datetime import date, timedelta

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from chorsu.consignment import INCOTERMS
from chorsu.desks.language import engine_language, written_day
from chorsu.desks.plans import asked, belonging, look, papers, planner
from chorsu.desks.plans.filled import UNPROCESSABLE
from chorsu.desks.plans.forms import told
from chorsu.desks.plans.present import present
from chorsu.desks.plans.typed import plain_figure
from chorsu.facts import Faulty
from chorsu.planning.terms import read_prices

_MONTH = timedelta(days=30)


@never_cache
@require_safe
def terms(request, token):
    """Who pays what under each of the eleven Incoterms, at the stated price or at a price for each."""
    kept, version, _answer, shown, way = asked.looked_at(request, token)
    written = {code: request.GET.get(f"price_{code}", "")[:40] for code in INCOTERMS}
    faults, prices = {}, {}
    try:
        prices = read_prices({code: plain_figure(typed, engine_language()) for code, typed in written.items()})
        answer = planner.terms(version.consignment, way, prices)
    except Faulty as faulty:
        language = engine_language()
        faults = {_term_of(fault.path): told(fault, language) for fault in faulty.faults}
        answer = planner.terms(version.consignment, way, {})
    table = look.terms_page(answer, engine_language())
    for row in table["rows"]:
        row |= {"written": written[row["code"]], "fault": faults.get(row["code"]) or faults.get("prices", "")}
    context = _context(request, kept, version, shown, way) | {"table": table, "faulty": bool(faults)}
    return render(request, "plans/look/terms.html", context, status=UNPROCESSABLE if faults else 200)


def _term_of(path: str) -> str:
    """The term beside whose price a fault stands; ``prices`` for one that is of no single price."""
    return path.removeprefix("prices.") if path.startswith("prices.") else "prices"


@never_cache
@require_safe
def days(request, token):
    """The same consignment ready on another day."""
    kept, version, _answer, shown, way = asked.looked_at(request, token)
    document = version.consignment
    written = request.GET.get("ready", "")[:10]
    other = written or (date.fromisoformat(document["ready"]) + _MONTH).isoformat()
    context = _context(request, kept, version, shown, way) | {"other": other}
    try:
        comparison = planner.comparison(document, {**document, "ready": other})
    except Faulty as faulty:
        language = engine_language()
        return render(
            request,
            "plans/look/days.html",
            context | {"faults": [told(fault, language) for fault in faulty.faults]},
            status=UNPROCESSABLE,
        )
    table = look.comparison_page(comparison, engine_language())
    planned, moved = written_day(document["ready"]), written_day(other)
    heads = [
        {"title": planned, "label": planned, "address": kept.get_absolute_url(), "note": _("as planned")},
        {"title": moved, "label": moved, "address": "", "note": _("on the other day")},
    ]
    return render(request, "plans/look/days.html", context | {"table": table, "heads": heads})


@never_cache
@require_safe
def changes(request, token):
    """What the law on file changes for this consignment up to a day, the next new year by default."""
    kept, version, _answer, shown, way = asked.looked_at(request, token)
    context = _context(request, kept, version, shown, way)
    written = request.GET.get("to", "")[:10]
    try:
        to = date.fromisoformat(written) if written else None
        found = planner.changes(version.consignment, way, to)
    except (ValueError, Faulty) as fault:
        language = engine_language()
        faults = [told(row, language) for row in fault.faults] if isinstance(fault, Faulty) else []
        faults = faults or [_("“%(day)s” is not a day. Write it as 2027-01-01.") % {"day": written}]
        return render(request, "plans/look/changes.html", context | {"faults": faults, "to": written}, status=UNPROCESSABLE)
    table = look.changes_page(found, engine_language())
    return render(request, "plans/look/changes.html", context | {"table": table, "to": table["to"]})


@never_cache
@require_safe
def declaration(request, token):
    """The boxes of the customs declaration on value and charges."""
    kept, version, _answer, shown, way = asked.looked_at(request, token)
    found = _declaration(version, way)
    page = look.declaration_page(found, engine_language())
    return render(request, "plans/look/declaration.html", _context(request, kept, version, shown, way) | {"form": page})


@never_cache
@require_GET
def declaration_file(request, token, form):
    """The boxes as JSON, as a sheet, or as a printable paper."""
    _kept, version, _answer, _shown, way = asked.looked_at(request, token)
    found = _declaration(version, way)
    made = papers.declaration_paper(form, found, reference=version.consignment.get("reference", ""))
    return made.download(f"chorsu-declaration-{version.number}.{form}")


def _declaration(version, way):
    found = planner.declaration(version.consignment, way)
    if found is None:
        raise Http404
    return found


def _context(request, kept, version, shown, way) -> dict:
    versions = list(kept.versions.all())
    belongs = belonging.of(kept, request.actor)
    return {
        "kept": kept,
        "may_change": version == versions[-1] and (belongs is None or belongs.may_change),
        "version": version,
        "is_newest": version == versions[-1],
        "page": present(shown, way=way),
        "query": asked.query(version, versions[-1], way),
        "way_number": (way if way is not None else shown.get("chosen") or 0) + 1,
    }


@require_safe
def versions(request, token):
    """Two versions of one plan compared."""
    kept = asked.kept_plan(request, token)
    rows = list(kept.versions.all())
    pair = [asked.version_of(request, rows, name) for name in ("first", "second")]
    if pair[0] == pair[1]:
        return redirect(reverse("plans:plan", args=[token]))
    try:
        comparison = planner.comparison(pair[0].consignment, pair[1].consignment)
    except Faulty as faulty:
        raise Http404 from faulty
    heads = [
        {
            "title": _("Version %(number)s") % {"number": row.number},
            "label": _("Version %(number)s") % {"number": row.number},
            "address": f"{kept.get_absolute_url()}?version={row.number}",
            "note": "",
        }
        for row in pair
    ]
    table = look.comparison_page(comparison, engine_language())
    return render(request, "plans/look/versions.html", {"kept": kept, "table": table, "heads": heads})
