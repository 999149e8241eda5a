"""The first page of who is signed in: what must I do now, and what happened lately."""

from datetime import date

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chorsu.desks.actor import Actor
from chorsu.desks.journal import telling
from chorsu.desks.journal.queries import visible_entries
from chorsu.desks.journal.telling import Told
from chorsu.desks.pages import for_actor
from chorsu.desks.todo import Thing, Tone
from chorsu.portal.desks import modules

SECTIONS = {
    Tone.LATE: _("Late or in trouble"),
    Tone.NOW: _("Waiting for you"),
    Tone.SOON: _("Coming up"),
    Tone.BEGIN: _("To begin with"),
}
LATELY = 8


@for_actor
def today(request):
    """Each thing that waits, with its one action; then what happened lately in what one may see."""
    things = gathered(request.actor, timezone.localdate())
    sections = [
        {"name": tone.value, "label": label, "things": found}
        for tone, label in SECTIONS.items()
        if (found := [thing for thing in things if thing.tone == tone])
    ]
    return render(request, "portal/today.html", {"sections": sections, "count": len(things), "lately": lately(request.actor)})


def gathered(actor: Actor, on: date) -> list[Thing]:
    """What waits for the actor at every desk, the most pressing first, then by its day."""
    things = [thing for module in modules("todo") for thing in module.things(actor, on)]
    order = list(Tone)
    return sorted(things, key=lambda thing: (order.index(thing.tone), thing.due or date.max))


def lately(actor: Actor) -> list[Told]:
    """The newest entries of the journal that the actor may read, as sentences."""
    return telling.tell(visible_entries(actor)[:LATELY], actor)
