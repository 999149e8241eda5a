"""Pages of the facts on file: what there is, lists to search, and one page for each fact."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from chorsu.desks.pages import for_actor, paged
from chorsu.desks.permissions import allows
from chorsu.desks.reference import index, sheets, shelf, told
from chorsu.desks.reference.models import Dataset, Draft, Publication
from chorsu.desks.reference.permissions import may

FORMS = ("xlsx", "csv", "toml")


@require_safe
@for_actor
def facts(request):
    """All that is on file, by dataset, and what was published last."""
    rows = [
        {"label": label, "address": reverse("reference:list", args=[name]), "count": index.count(name), "about": told.ABOUT[name]}
        for name, label in Dataset.choices
    ]
    last = Publication.objects.select_related("draft")[:5]
    context = {"rows": rows, "publications": last, "book": shelf.references().book, **_tabs(request, "facts")}
    return render(request, "reference/facts.html", context)


@require_safe
@for_actor
def facts_of(request, dataset):
    """The facts of a dataset: filtered, sorted, paged, taken along."""
    if dataset not in Dataset.values:
        raise Http404
    found = index.find(dataset, request.GET)
    if request.GET.get("as") in FORMS:
        return sheets.take(request.GET["as"], dataset, [entry.key for entry in found])
    page, asked = paged(request, found)
    context = {
        "dataset": dataset,
        "label": Dataset(dataset).label,
        "about": told.ABOUT[dataset],
        "page": page,
        "asked": asked,
        "heads": told.HEADS[dataset],
        "rows": [told.line(dataset, entry) for entry in page.object_list],
        "filters": told.filters(dataset, request.GET),
        "is_asked": any(request.GET.get(name) for name in (*index.FILTERS[Dataset(dataset)], "q")),
        "q": request.GET.get("q", ""),
        "may_write": allows(may.begin, request.actor),
        **_tabs(request, dataset),
    }
    return render(request, "reference/list.html", context)


@require_safe
@for_actor
def fact(request, dataset, key):
    """One fact: its values, its source, its days, where it counts, how it came to be."""
    row = shelf.row(dataset, key) if dataset in Dataset.values else None
    if row is None and not _was_published(dataset, key):
        raise Http404
    context = told.fact(dataset, key, row)
    context |= {"may_write": allows(may.begin, request.actor) and row is not None, **_tabs(request, dataset)}
    if allows(may.view_drafts, request.actor):
        states = (*Draft.OPEN, Draft.State.IN_REVIEW)
        context["drafts"] = Draft.objects.filter(changes__key=key, changes__dataset=context["dataset"], state__in=states)
    return render(request, "reference/fact.html", context)


def _was_published(dataset: str, key: str) -> bool:
    return bool(told.history(dataset, key)) if dataset in Dataset.values and "\0" not in key else False


def _tabs(request, current: str) -> dict:
    tabs = [
        {"label": label, "address": reverse("reference:list", args=[name]), "current": current == name}
        for name, label in Dataset.choices
    ]
    return {"tabs": tabs, "sees_drafts": allows(may.view_drafts, request.actor)}
