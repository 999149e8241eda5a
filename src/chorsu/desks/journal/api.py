"""The operations on the journal, its webhooks and notices."""

from typing import Annotated

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Body, Query, Status
from pydantic import Field

from chorsu.desks.api.operations import DOWNLOAD, Desk, now_by
from chorsu.desks.api.paging import Page, Paging, page_of
from chorsu.desks.api.types import Key, text_of
from chorsu.desks.journal import outbox, schemas, services, sheets, telling
from chorsu.desks.journal.models import NoticeChoice
from chorsu.desks.journal.queries import delivery_of, entry_of, visible_entries, visible_webhooks, webhook_of

desk = Desk(tags=["Journal"])
READ, WRITE = "journal:read", "webhooks:write"
WEBHOOK = "/webhooks/{uuid:webhook}"
Choices = Annotated[dict[text_of(60), schemas.NoticeTime], Field(max_length=100)]


@desk.reads("/journal", scope=READ, answer=Page[schemas.EntryShown])
def list_entries(request: HttpRequest, asked: Query[schemas.EntriesAsked]):
    """List what happened and concerns one's organisation, the newest first; for the zone everything."""
    page = page_of(request, _asked(request, asked), asked)
    return page | {"items": [_shown(told) for told in telling.tell(page["items"], request.actor)]}


@desk.reads("/exports/journal", scope=READ, answer=None, openapi_extra=DOWNLOAD)
def export_journal(request: HttpRequest, asked: Query[schemas.EntriesTaken]):
    """Download the journal, the newest first: at most 10,000 entries."""
    return sheets.entries(asked.form, _asked(request, asked), request.actor)


@desk.reads("/journal/{uuid:entry}", scope=READ, answer=schemas.EntryShown)
def show_entry(request: HttpRequest, entry: Key):
    """Show one thing that happened."""
    return _shown(telling.tell([entry_of(request.actor, entry)], request.actor)[0])


@desk.reads("/events", scope=READ, answer=list[schemas.EventShown])
def list_events(request: HttpRequest):
    """List everything that can happen: what a webhook can be told of."""
    return [{"verb": verb, "kind": verb.partition(".")[0]} for verb in sorted(telling.events())]


@desk.reads("/webhooks", scope=READ, answer=Page[schemas.WebhookShown])
def list_webhooks(request: HttpRequest, asked: Query[Paging]):
    """List the webhooks of one's organisation."""
    return page_of(request, visible_webhooks(request.actor), asked)


@desk.reads(WEBHOOK, scope=READ, answer=schemas.WebhookShown)
def show_webhook(request: HttpRequest, webhook: Key):
    """Show a webhook."""
    return webhook_of(request.actor, webhook)


@desk.changes("POST", "/webhooks", scope=WRITE, answer=schemas.WebhookMade, status=201, secret="secret")  # noqa: S106 - a field
def register_webhook(request: HttpRequest, given: schemas.WebhookGiven):
    """Register an address that is told what concerns one's organisation (an administrator). Its secret is told this once."""
    webhook, secret = services.register_webhook(given.name, given.address, given.verbs, **now_by(request))
    return {"webhook": webhook, "secret": secret}


@desk.changes("PUT", WEBHOOK, scope=WRITE, answer=schemas.WebhookShown)
def change_webhook(request: HttpRequest, webhook: Key, given: schemas.WebhookGiven):
    """Change the name, the address or the events of a webhook (an administrator)."""
    found = webhook_of(request.actor, webhook)
    return services.change_webhook(found, given.name, given.address, given.verbs, **now_by(request))


@desk.changes("POST", WEBHOOK + "/pause", scope=WRITE, answer=schemas.WebhookShown)
def pause_webhook(request: HttpRequest, webhook: Key):
    """Hold the deliveries of a webhook back (an administrator)."""
    return services.pause_webhook(webhook_of(request.actor, webhook), **now_by(request))


@desk.changes("POST", WEBHOOK + "/resume", scope=WRITE, answer=schemas.WebhookShown)
def resume_webhook(request: HttpRequest, webhook: Key):
    """Deliver again, what waited first (an administrator)."""
    return services.resume_webhook(webhook_of(request.actor, webhook), **now_by(request))


@desk.changes("POST", WEBHOOK + "/rotate-secret", scope=WRITE, answer=schemas.WebhookMade, secret="secret")  # noqa: S106 - a field
def rotate_secret(request: HttpRequest, webhook: Key):
    """Make a new secret for a webhook (an administrator). For a day the one before signs beside it."""
    found, secret = services.rotate_secret(webhook_of(request.actor, webhook), **now_by(request))
    return {"webhook": found, "secret": secret}


@desk.changes("DELETE", WEBHOOK, scope=WRITE, answer=None, status=204)
def delete_webhook(request: HttpRequest, webhook: Key):
    """Take a webhook away, and with it what waited for it (an administrator)."""
    services.delete_webhook(webhook_of(request.actor, webhook), **now_by(request))
    return Status(204, None)


@desk.reads(WEBHOOK + "/deliveries", scope=READ, answer=Page[schemas.DeliveryShown])
def list_deliveries(request: HttpRequest, webhook: Key, asked: Query[schemas.DeliveriesAsked]):
    """List what was delivered to a webhook, waits, or was given up."""
    rows = webhook_of(request.actor, webhook).deliveries.select_related("entry")
    return page_of(request, rows.filter(state=asked.state) if asked.state else rows, asked)


@desk.changes("POST", WEBHOOK + "/deliveries/{uuid:delivery}/retry", scope=WRITE, answer=schemas.DeliveryShown)
def retry_delivery(request: HttpRequest, webhook: Key, delivery: Key):
    """Try a delivery again at once, also one that was given up (an administrator)."""
    found = get_object_or_404(webhook_of(request.actor, webhook).deliveries, pk=delivery)
    return services.retry_delivery(delivery_of(request.actor, found.pk), **now_by(request))


@desk.reads("/me/notices", scope=READ, answer=dict[str, schemas.NoticeTime])
def show_notices(request: HttpRequest):
    """Show when the person who asks is written to about each kind of thing."""
    held = dict(NoticeChoice.objects.filter(person=request.person).values_list("kind", "when"))
    return {kind: held.get(kind, outbox.USUAL.value) for kind in telling.kinds()}


@desk.changes("PUT", "/me/notices", scope=WRITE, answer=dict[str, schemas.NoticeTime])
def choose_notices(request: HttpRequest, given: Body[Choices]):
    """Choose when one is written to about each kind of thing; what is absent stays."""
    services.choose_notices(given, **now_by(request))
    return show_notices(request)


def _asked(request: HttpRequest, asked: schemas.EntriesSought):
    rows = visible_entries(request.actor)
    if asked.verb:
        rows = rows.filter(verb=asked.verb) if "." in asked.verb else rows.filter(verb__startswith=f"{asked.verb}.")
    found = {"stream": asked.stream, "person": asked.person, "at__gte": asked.since, "at__lt": asked.until}
    return rows.filter(**{name: value for name, value in found.items() if value})


def _shown(told: telling.Told) -> dict:
    entry = told.entry
    return {
        "id": entry.pk,
        "at": entry.at,
        "verb": entry.verb,
        "stream": entry.stream_id,
        "number": entry.number,
        "sentence": told.sentence,
        "thing": told.thing,
        "organisation": told.organisation,
        "person": told.person,
        "changes": told.changes,
        "facts": entry.facts,
        "hash": entry.hash,
    }
