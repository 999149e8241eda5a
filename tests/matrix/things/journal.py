"""Things of the journal: entries, a webhook, one that is paused, a delivery that was given up. All are the owner's."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from chorsu.desks.journal import services
from chorsu.desks.journal.models import Delivery

ADDRESS = "https://hooks.example.org/chorsu"


def things(cast) -> dict:
    at = timezone.now()
    by = cast.administrator
    with transaction.atomic():
        entry = services.record("organisation.changed", cast.owner, by=by, at=at, concerns=[cast.broker_house])
        own = services.record("member.invited", cast.owner, by=by, at=at, after={"role": "staff"})
    webhook, _secret = services.register_webhook("ERP", ADDRESS, ["member.invited"], by=by, at=at)
    paused, _secret = services.register_webhook("Other", ADDRESS, ["member.invited"], by=by, at=at)
    services.pause_webhook(paused, by=by, at=at)
    given = {"due_at": at, "made_at": at, "gives_up_at": at + timedelta(days=1), "state": Delivery.State.DEAD}
    delivery = Delivery.objects.create(organisation=cast.owner.pk, webhook=webhook, entry=own, **given)
    return {
        "jentry": entry,
        "own_jentry": own,
        "webhook": webhook,
        "paused_hook": paused,
        "delivery": delivery,
        "journal:register_webhook POST": {"name": "New", "address": ADDRESS},
        "journal:change_webhook POST": {"name": "Changed", "address": ADDRESS},
    }
