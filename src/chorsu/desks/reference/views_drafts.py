"""Pages of drafts: begin one, write changes into it, by hand or from a file, and see what it holds and does."""

from collections import Counter
from decimal import Decimal

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from chorsu.desks.files import read_sent
from chorsu.desks.language import engine_language
from chorsu.desks.pages import for_actor, paged, typed
from chorsu.desks.permissions import allows, require
from chorsu.desks.plans import words
from chorsu.desks.reference import services, sheets, shelf, told
from chorsu.desks.reference.forms import ChangeForm, DraftForm, EndForm, FactForm, ImportForm, ReasonForm
from chorsu.desks.reference.models import Change, Dataset, Draft, Examination
from chorsu.desks.reference.names import next_name
from chorsu.desks.reference.permissions import contributor, may
from chorsu.desks.reference.queries import draft_of, open_drafts, visible_drafts
from chorsu.desks.refusals import Refused
from chorsu.facts import Faulty

UNPROCESSABLE = 422
WAYS = ("law", "mistake", "end", "remove")


@never_cache
@require_safe
@for_actor
def drafts(request):
    """The drafts of the zone, by state."""
    if not allows(may.view_drafts, request.actor):
        raise Http404
    rows = visible_drafts(request.actor).select_related("made_by").order_by("-changed_at")
    state = request.GET.get("state", "")
    if state in Draft.State.values:
        rows = rows.filter(state=state)
    words = typed(request.GET, "q")
    if words:
        rows = rows.filter(title__icontains=words)
    page, asked = paged(request, rows)
    context = {"page": page, "asked": asked, "states": Draft.State.choices, "state": state, "q": words,
               "may_begin": allows(may.begin, request.actor)}  # fmt: skip
    return render(request, "reference/drafts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def begin(request):
    """Begin a draft."""
    require(may.begin, request.actor)
    form = DraftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = services.begin(given["title"], why=given["why"], effective=given["effective"], by=request.actor, at=timezone.now())
        return redirect(made)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "reference/draft_form.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def describe(request, pk):
    """Say anew what a draft is for."""
    found = draft_of(request.actor, pk)
    require(may.edit, request.actor, found)
    form = DraftForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        services.change_draft(
            found, given["title"], why=given["why"], effective=given["effective"], by=request.actor, at=timezone.now()
        )
        return redirect(found)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "reference/draft_form.html", {"form": form, "draft": Draft.objects.get(pk=pk)}, status=status)


@never_cache
@require_safe
@for_actor
def draft(request, pk):
    """A draft: its changes, what was found in it, the law and the cases as they would be, and what to do next."""
    found = draft_of(request.actor, pk)
    if request.GET.get("as") in ("xlsx", "csv", "toml"):
        return sheets.answer_changes(request.GET["as"], f"chorsu-draft-{found.pk}", list(found.changes.all()))
    page, asked = paged(request, found.changes.select_related("made_by"))
    latest = found.examinations.filter(edition=found.edition).last()
    context = {
        "draft": found,
        "page": page,
        "asked": asked,
        "changes": [_change(each) for each in page.object_list],
        "files": list(found.changes.exclude(file="").values_list("file", flat=True).distinct().order_by("file")),
        "others": _others(found),
        "reason": ReasonForm(),
        "may": {name: allows(rule, request.actor, found) for name, rule in may},
        "wrote": contributor.test(request.actor, found),
        **_examined(latest),
    }
    return render(request, "reference/draft.html", context)


@never_cache
@require_safe
@for_actor
def examined(request, pk):
    """What was found in a draft, alone: asked for again while the worker is at it."""
    found = draft_of(request.actor, pk)
    context = {"draft": found, **_examined(found.examinations.filter(edition=found.edition).last())}
    return render(request, "reference/examined.html", context)


def _change(change: Change) -> dict:
    row = change.after or change.before
    return {
        "change": change,
        "title": told.title_of(change.dataset, change.key, row),
        "address": told.address_of(change.dataset, change.key) if shelf.row(change.dataset, change.key) else "",
        "differences": told.differences(change),
    }


def _examined(found: Examination | None) -> dict:
    language = engine_language()
    if found is None:
        return {"examination": None}
    faults = [
        {**each, "said": each["message"].get(language, ""), "right": each["expected"].get(language, "")} for each in found.faults
    ]
    sums: Counter = Counter()
    for each in found.effects:
        if each["more"] is not None:
            sums[each["currency"]] += Decimal(each["more"])
    return {
        "examination": found,
        "is_working": found.state in (Examination.State.WAITING, Examination.State.RUNNING),
        "faults": [each for each in faults if each["severity"] == "fault"],
        "warnings": [each for each in faults if each["severity"] != "fault"],
        "law": [{"day": each["day"], "text": "\n".join(each["lines"].get(language, []))} for each in found.law],
        "effects": [_effect(each, language) for each in found.effects],
        "sums": sorted((currency, str(more)) for currency, more in sums.items()),
    }


def _effect(row: dict, language: str) -> dict:
    charges = [{**each, "kind": words.kind(each["kind"]), "side": words.side(each["side"])} for each in row["charges"]]
    asked = {name: [each.get(language) or next(iter(each.values()), "") for each in row[name]] for name in ("added", "gone")}
    return {**row, "charges": charges, **asked, "address": reverse("trade:case", args=[row["case"]]) if _has_cases() else ""}


def _has_cases() -> bool:
    try:
        reverse("trade:case", args=["00000000-0000-0000-0000-000000000000"])
    except NoReverseMatch:
        return False
    return True


def _others(found: Draft) -> list[Draft]:
    """Other drafts that are open and touch a fact that this one touches."""
    if found.state not in (*Draft.OPEN, Draft.State.IN_REVIEW):
        return []
    keys = found.changes.values("key")
    states = (*Draft.OPEN, Draft.State.IN_REVIEW)
    return list(Draft.objects.filter(state__in=states, changes__key__in=keys).exclude(pk=found.pk).distinct()[:5])


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def add(request, dataset):
    """Add a fact: a form of its fields, into a draft."""
    if dataset not in Dataset.values:
        raise Http404
    require(may.begin, request.actor)
    return _write(request, dataset, "", "add", None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def change(request, dataset, key):
    """Change a fact: the law changes, a mistake is corrected, it ends, it is taken off."""
    row = shelf.row(dataset, key) if dataset in Dataset.values else None
    if row is None:
        raise Http404
    require(may.begin, request.actor)
    dataset = told.known_as(dataset, row)
    way = request.GET.get("as", "")
    if way not in _ways(dataset):
        way = _ways(dataset)[0]
    return _write(request, dataset, key, way, row)


def _ways(dataset: str) -> tuple[str, ...]:
    if dataset in (Dataset.MEASURE, Dataset.REQUIREMENT):
        return WAYS
    return ("mistake", "end", "remove") if dataset == Dataset.SERVICE else ("mistake", "remove")


def _write(request, dataset, key, way, row):
    sent = request.POST if request.method == "POST" else None
    shown = None
    if way in ("add", "mistake"):
        shown = FactForm(dataset, sent, row=row)
    elif way == "law":
        begun = {name: value for name, value in row.items() if name not in ("valid_from", "valid_to", "source", "note")}
        shown = FactForm(dataset, sent, row={**begun, "id": next_name(key)})
    elif way == "end":
        shown = EndForm(sent)
    into = ChangeForm(sent, drafts=open_drafts(request.actor), initial={"draft": _last_draft(request)})
    if sent is not None and all([into.is_valid(), shown is None or shown.is_valid()]):
        try:
            made = _written(request, dataset, key, way, shown, into.cleaned_data)
        except Faulty as faulty:
            (shown.tell if isinstance(shown, FactForm) else lambda faults: _tell(shown, faults))(faulty.faults)
        except Refused as refused:
            into.add_error(None, str(refused))
        else:
            request.session["draft"] = str(made.pk)
            messages.success(request, _("Written into the draft “%(title)s”.") % {"title": made.title})
            return redirect(made)
    context = {
        "dataset": dataset,
        "label": Dataset(dataset).label,
        "key": key,
        "title": told.title_of(dataset, key, row) if row else "",
        "address": told.address_of(dataset, key) if row else "",
        "way": way,
        "ways": _tabs(dataset, key, way) if row else [],
        "form": shown,
        "into": into,
        "is_fact": isinstance(shown, FactForm),
    }
    return render(request, "reference/change.html", context, status=UNPROCESSABLE if sent is not None else 200)


def _tell(form, faults) -> None:
    for fault in faults:
        form.add_error("last", fault.message.in_(engine_language()))


def _written(request, dataset, key, way, form, into) -> Draft:
    """Write the change, beginning the draft where it is a new one: both or neither."""
    given = {"by": request.actor, "at": timezone.now()}
    with transaction.atomic():
        target = into["draft"] or services.begin(into["title"], **given)
        if way == "law":
            services.change_law(target, dataset, key, form.typed(), **given)
        elif way == "end":
            services.write_change(target, "end", dataset, key=key, last=form.cleaned_data["last"], **given)
        elif way == "remove":
            services.write_change(target, "remove", dataset, key=key, **given)
        else:
            operation = "add" if way == "add" else "replace"
            services.write_change(target, operation, dataset, key=key, row=form.typed(), **given)
    return target


def _tabs(dataset: str, key: str, way: str) -> list[dict]:
    labels = {
        "law": _("The law changes"),
        "mistake": _("A mistake is corrected"),
        "end": _("It ends"),
        "remove": _("It is taken off"),
    }
    address = reverse("reference:change", args=[dataset, key])
    return [{"label": labels[name], "address": f"{address}?as={name}", "current": name == way} for name in _ways(dataset)]


def _last_draft(request):
    wanted = request.GET.get("draft") or request.session.get("draft")
    found = open_drafts(request.actor)
    return next((each for each in found if str(each.pk) == wanted), None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def read_file(request, pk):
    """Read changes from a file: all of its rows, or none and every fault."""
    found = draft_of(request.actor, pk)
    require(may.edit, request.actor, found)
    form = ImportForm(request.POST or None, request.FILES or None)
    faults: list[dict] = []
    count = 0
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            rows = sheets.read(sent.name, read_sent(sent, most=sheets.MOST_BYTES), form.cleaned_data["dataset"], form.given())
            count = services.add_rows(found, rows, sent.name, by=request.actor, at=timezone.now())
        except Faulty as faulty:
            count = len(faulty.faults)
            faults = [_fault(each) for each in faulty.faults[: sheets.MOST_FAULTS]]
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, _("%(count)s changes were read from %(file)s.") % {"count": count, "file": sent.name})
            return redirect(found)
    context = {"draft": found, "form": form, "faults": faults, "count": count, "most": sheets.MOST_FAULTS}
    return render(request, "reference/import.html", context, status=UNPROCESSABLE if request.method == "POST" else 200)


def _fault(fault) -> dict:
    language = engine_language()
    where, _dot, field = fault.path.partition(".")
    said = {"where": where, "field": field, "said": fault.message.in_(language)}
    return said | {"right": fault.expected.in_(language) if fault.expected else ""}


def get_change(actor, pk, change_pk) -> Change:
    """A change of a draft that the actor may see. Raises Http404."""
    return get_object_or_404(Change, draft=draft_of(actor, pk), pk=change_pk)
