"""What one may read of the journal."""

from django.db import models
from django.db.models import Count, Q, QuerySet
from django.http import Http404

from chorsu.desks.journal import telling
from chorsu.desks.journal.models import Delivery, Entry, Webhook
from chorsu.desks.journal.permissions import may
from chorsu.desks.permissions import allows

MOST = 200


def visible_entries(actor) -> QuerySet[Entry]:
    """The entries that an actor may read, newest first: those that concern their organisation; to the zone, all."""
    if actor is None:
        return Entry.objects.none()
    if allows(may.read_all, actor):
        return Entry.objects.order_by("-at", "-pk")
    return Entry.objects.filter(concerns__organisation=actor.organisation.pk).order_by("-concerns__at", "-pk")


def entry_of(actor, key) -> Entry:
    """An entry that the actor may read. Raises Http404."""
    return _one(visible_entries(actor), key)


def history(actor, subject: models.Model, *, most: int = MOST) -> list[telling.Told]:
    """What happened to a thing, as far as the actor may read it, oldest first; for ``journal/history.html``.

    Of a thing with a long history, the last ``most`` entries.
    """
    stream = f"{subject._meta.model_name}:{subject.pk}"
    newest = visible_entries(actor).filter(stream=stream).order_by("-number")[:most]
    return telling.tell(reversed(newest), actor)


def visible_webhooks(actor) -> QuerySet[Webhook]:
    """The webhooks of the actor's own organisation."""
    return Webhook.objects.filter(organisation=actor.organisation) if actor else Webhook.objects.none()


def webhook_of(actor, key) -> Webhook:
    """A webhook that the actor may see. Raises Http404."""
    return _one(visible_webhooks(actor), key)


def delivery_of(actor, key) -> Delivery:
    """A delivery to a webhook of the actor's organisation. Raises Http404."""
    return _one(Delivery.objects.filter(webhook__in=visible_webhooks(actor)).select_related("webhook", "entry"), key)


def _one(rows: QuerySet, key):
    found = rows.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def with_counts(rows: QuerySet[Webhook]) -> QuerySet[Webhook]:
    """The webhooks, each with how many deliveries wait and how many were given up."""
    counts = {
        name: Count("deliveries", filter=Q(deliveries__state=state))
        for name, state in (("waiting", Delivery.State.WAITING), ("dead", Delivery.State.DEAD), ("done", Delivery.State.DONE))
    }
    return rows.annotate(**counts)
