"""What an actor sees of drafts: the zone's people all of them, nobody else any."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from chorsu.desks.actor import Actor
from chorsu.desks.permissions import allows
from chorsu.desks.reference.models import Draft, Publication
from chorsu.desks.reference.permissions import may


def visible_drafts(actor: Actor | None) -> QuerySet[Draft]:
    """The drafts that the actor may see."""
    return Draft.objects.all() if allows(may.view_drafts, actor) else Draft.objects.none()


def draft_of(actor: Actor | None, pk) -> Draft:
    """A draft that the actor may see. Raises Http404."""
    return get_object_or_404(visible_drafts(actor), pk=pk)


def open_drafts(actor: Actor | None) -> QuerySet[Draft]:
    """The drafts into which changes can be written, the latest first."""
    return visible_drafts(actor).filter(state__in=Draft.OPEN).order_by("-changed_at")


def publication_of(actor: Actor | None, number: int) -> Publication:
    """A publication by its number: whoever is signed in may read what went on file. Raises Http404."""
    if not allows(may.view_facts, actor):
        raise Http404
    return get_object_or_404(Publication.objects.select_related("draft", "drafted_by", "reviewed_by"), number=number)
