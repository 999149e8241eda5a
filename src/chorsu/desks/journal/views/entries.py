"""Read the journal: the list of what concerns the reader's organisation, and one entry with its proof."""

from django.shortcuts import render
from django.urls import NoReverseMatch
from django.views.decorators.http import require_safe

from chorsu.desks.journal import queries, sheets, telling
from chorsu.desks.journal.forms import Find
from chorsu.desks.journal.models import Entry
from chorsu.desks.journal.naming import subject_model
from chorsu.desks.pages import for_actor, paged
from chorsu.journal import GENESIS, canonical, seal
from chorsu.journal.seal import sealed_parts


@require_safe
@for_actor
def entries(request):
    """What happened, newest first, as far as it concerns the reader's organisation; the zone reads all."""
    everything = queries.visible_entries(request.actor)
    form = Find(request.GET, actor=request.actor)
    rows = form.narrowed(everything)
    if request.GET.get("as") in ("xlsx", "csv"):
        return sheets.entries(request.GET["as"], rows, request.actor)
    page, asked = paged(request, rows)
    told = telling.tell(page.object_list, request.actor)
    return render(
        request,
        "journal/entries.html",
        {"told": told, "page": page, "asked": asked, "form": form, "any": bool(told) or bool(asked) or everything.exists()},
    )


@require_safe
@for_actor
def entry(request, key):
    """One entry: the sentence, what changed, and what proves it."""
    row = queries.entry_of(request.actor, key)
    told = telling.tell([row], request.actor)[0]
    beside = queries.visible_entries(request.actor).filter(stream=row.stream_id)
    previous = Entry.objects.filter(stream=row.stream_id, number=row.number - 1).values_list("hash", flat=True).first()
    sealed = row.sealed()
    words = {
        "entry": row,
        "told": told,
        "thing_address": _address_of_thing(row),
        "before": beside.filter(number=row.number - 1).first(),
        "after": beside.filter(number=row.number + 1).first(),
        "is_whole": seal(sealed) == row.hash and row.before == (previous or GENESIS),
        "is_erased": bool(row.personal_digest) and row.personal is None,
        "canonical": canonical(sealed_parts(sealed)).decode(),
    }
    return render(request, "journal/entry.html", words)


def _address_of_thing(row: Entry) -> str:
    """Where the thing has its page; whether the reader may see that is for that page to say."""
    model = subject_model(row)
    thing = model._base_manager.filter(pk=row.stream_id.partition(":")[2]).first() if model else None
    if thing is None or not hasattr(thing, "get_absolute_url"):
        return ""
    try:
        return thing.get_absolute_url()
    except NoReverseMatch:
        return ""
