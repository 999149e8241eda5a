"""Webhooks: an organisation's administrators say which address is told of what."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from chorsu.desks.actor import Actor
from chorsu.desks.journal import addresses, signing, telling
from chorsu.desks.journal.models import Delivery, Webhook
from chorsu.desks.journal.permissions import may
from chorsu.desks.journal.services.record import record
from chorsu.desks.organisations.models import Organisation
from chorsu.desks.permissions import require
from chorsu.desks.refusals import Refused

MOST = 10
"""How many webhooks an organisation may have."""
OVERLAP = timedelta(hours=24)
"""For how long the secret before a new one still signs, too."""


@transaction.atomic
def register_webhook(name: str, address: str, verbs: Sequence[str], *, by: Actor, at: datetime) -> tuple[Webhook, str]:
    """Register an address that is told of the ``verbs`` (none for all). Gives the webhook and its secret, which is shown once."""
    require(may.register_webhook, by)
    Organisation.objects.select_for_update().get(pk=by.organisation.pk)
    held = Webhook.objects.filter(organisation=by.organisation)
    if held.count() >= MOST:
        raise Refused(_("An organisation has at most %(most)s webhooks. Delete one that is not needed."), most=MOST)
    _free(held, name)
    webhook = Webhook.objects.create(
        organisation=by.organisation,
        name=name,
        address=_callable(address),
        verbs=_known(verbs),
        salt=secrets.token_hex(32),
        made_by=by.person,
        made_at=at,
        changed_at=at,
    )
    record("webhook.registered", webhook, by=by, at=at, after=_told(webhook))
    return webhook, signing.secret(webhook)


@transaction.atomic
def change_webhook(webhook: Webhook, name: str, address: str, verbs: Sequence[str], *, by: Actor, at: datetime) -> Webhook:
    """Give a webhook another name, address or choice of verbs. What waits is delivered to the new address."""
    webhook = _held(webhook, by)
    before = _told(webhook)
    _free(Webhook.objects.filter(organisation=webhook.organisation).exclude(pk=webhook.pk), name)
    webhook.name, webhook.address, webhook.verbs, webhook.changed_at = name, _callable(address), _known(verbs), at
    webhook.save(update_fields=["name", "address", "verbs", "changed_at"])
    record("webhook.changed", webhook, by=by, at=at, before=before, after=_told(webhook))
    return webhook


@transaction.atomic
def pause_webhook(webhook: Webhook, *, by: Actor, at: datetime) -> Webhook:
    """Hold a webhook's deliveries back. They wait, as long as deliveries wait at all."""
    webhook = _held(webhook, by)
    if webhook.is_paused:
        raise Refused(_("This webhook is paused already."))
    webhook.is_paused, webhook.changed_at = True, at
    webhook.save(update_fields=["is_paused", "changed_at"])
    record("webhook.paused", webhook, by=by, at=at)
    return webhook


@transaction.atomic
def resume_webhook(webhook: Webhook, *, by: Actor, at: datetime) -> Webhook:
    """Deliver again, what waited first."""
    webhook = _held(webhook, by)
    if not webhook.is_paused:
        raise Refused(_("This webhook is not paused."))
    webhook.is_paused, webhook.changed_at = False, at
    webhook.save(update_fields=["is_paused", "changed_at"])
    record("webhook.resumed", webhook, by=by, at=at)
    return webhook


@transaction.atomic
def rotate_secret(webhook: Webhook, *, by: Actor, at: datetime) -> tuple[Webhook, str]:
    """Make a new secret; gives it, to be shown once. For a day the one before signs beside it."""
    webhook = _held(webhook, by)
    webhook.salt_before, webhook.salt_before_until = webhook.salt, at + OVERLAP
    webhook.salt, webhook.changed_at = secrets.token_hex(32), at
    webhook.save(update_fields=["salt", "salt_before", "salt_before_until", "changed_at"])
    record("webhook.secret_rotated", webhook, by=by, at=at)
    return webhook, signing.secret(webhook)


@transaction.atomic
def delete_webhook(webhook: Webhook, *, by: Actor, at: datetime) -> None:
    """Take a webhook away, and with it what waited for it."""
    webhook = _held(webhook, by)
    record("webhook.deleted", webhook, by=by, at=at, before=_told(webhook))
    webhook.delete()


@transaction.atomic
def retry_delivery(delivery: Delivery, *, by: Actor, at: datetime) -> Delivery:
    """Try a delivery again at once, also one that was given up; its time begins anew."""
    webhook = _held(delivery.webhook, by)
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if delivery.state == Delivery.State.DONE:
        raise Refused(_("This was delivered already."))
    delivery.gives_up_at = at + max(delivery.gives_up_at - delivery.made_at, OVERLAP)
    delivery.state, delivery.due_at, delivery.attempts = Delivery.State.WAITING, at, 0
    delivery.save(update_fields=["state", "due_at", "attempts", "gives_up_at"])
    record("webhook.retried", webhook, by=by, at=at, delivery=delivery.pk, entry=delivery.entry_id)
    return delivery


def _held(webhook: Webhook, by: Actor) -> Webhook:
    """The webhook, locked, if ``by`` may change it."""
    found = Webhook.objects.select_for_update().select_related(None).filter(pk=webhook.pk).first()
    if found is None:
        raise Refused(_("This webhook was deleted."))
    require(may.change_webhook, by, found)
    return found


def _free(others, name: str) -> None:
    if others.filter(name=name).exists():
        raise Refused(_("There is a webhook of this name already. Give it another."))


def _callable(address: str) -> str:
    """The address, if it could be called one day. Where its name leads is looked at before each call."""
    try:
        addresses.read(address)
    except addresses.NotCalled:
        raise Refused(_("The address must begin with https:// and have no name, password or # in it.")) from None
    return address


def _known(verbs: Sequence[str]) -> list[str]:
    unknown = sorted(set(verbs) - set(telling.events()))
    if unknown:
        raise Refused(_("There is no event %(verb)s."), verb=unknown[0])
    return sorted(set(verbs))


def _told(webhook: Webhook) -> dict:
    return {"name": webhook.name, "address": webhook.address, "verbs": webhook.verbs}
