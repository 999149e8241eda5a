"""Search over all that one may see: every desk is asked for its kinds of things."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from chorsu.desks.finding import MOST_LETTERS, Asked, Kind, words_in
from chorsu.desks.pages import for_actor, paged
from chorsu.desks.plans import shelf
from chorsu.portal.desks import modules

MOST_OF_A_KIND = 5


def kinds() -> dict[str, Kind]:
    """Every kind of thing that can be found, by its name."""
    return {kind.name: kind for module in modules("finding") for kind in module.KINDS}


@never_cache
@require_safe
@for_actor
def search(request):
    """What has the words, grouped by kind; with ``kind`` in the query, all of one kind, paged."""
    typed = request.GET.get("q", "").strip()[:MOST_LETTERS]
    asked = Asked(request.actor, words_in(typed), shelf.key_of(request))
    chosen = kinds().get(request.GET.get("kind", ""))
    context = {"q": typed, "chosen": chosen}
    if chosen and asked.words:
        page, query = paged(request, chosen.rows(asked))
        context |= {"page": page, "asked": query, "found": [chosen.show(row) for row in page.object_list]}
    else:
        context["groups"] = groups(asked) if asked.words else []
    context["said"] = _("Nothing was found.") if asked.words and not (context.get("groups") or context.get("found")) else ""
    return render(
        request, "portal/search_found.html" if request.headers.get("HX-Target") == "found" else "portal/search.html", context
    )


def groups(asked: Asked) -> list[dict]:
    """The kinds of which something was found: the first few of each, and whether there are more."""
    found_of = []
    for kind in kinds().values():
        if not asked.actor.has_scope(kind.scope):
            continue
        rows = list(kind.rows(asked)[: MOST_OF_A_KIND + 1])
        if rows:
            found = [kind.show(row) for row in rows[:MOST_OF_A_KIND]]
            found_of.append({"kind": kind, "found": found, "more": len(rows) > MOST_OF_A_KIND})
    return found_of
