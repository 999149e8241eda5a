"""Forget what has been kept for as long as it may be: each kind after the days that the installation names.

A desk says in its module ``retention.py`` what it forgets: ``KEPT``, the kind (a name in the settings' ``RETENTION_DAYS``) and a
function that takes ``before`` and ``at``, forgets what is older, and gives how many that were.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.conf import settings
from django.db import models, transaction

from chorsu.desks.actor import SYSTEM
from chorsu.desks.journal.models import Delivery, Entry, Notice, Outgoing
from chorsu.desks.journal.services.record import record
from chorsu.desks.organisations.models import Invitation

Forget = Callable[..., int]
BATCH = 1000


@cache
def kept() -> Mapping[str, tuple[Forget, ...]]:
    """Every kind that is forgotten one day, of all desks."""
    found: dict[str, tuple[Forget, ...]] = {}
    for app in apps.get_app_configs():
        if app.name.startswith("chorsu.desks.") and find_spec(f"{app.name}.retention"):
            for kind, forget in import_module(f"{app.name}.retention").KEPT.items():
                found[kind] = (*found.get(kind, ()), forget)
    return found


def forget_due(*, at: datetime) -> int:
    """Forget all that is past its time; gives how many that were. It bears being done twice, and being cut off midway."""
    return sum(
        forget(before=at - timedelta(days=settings.RETENTION_DAYS[kind]), at=at)
        for kind, forgetting in kept().items()
        for forget in forgetting
    )


@transaction.atomic
def forget_words(subject: models.Model, *, at: datetime) -> int:
    """Erase the words that name people from all entries about a thing that is over; one entry says so. Gives how many."""
    stream = f"{subject._meta.model_name}:{subject.pk}"
    erased = Entry.objects.filter(stream=stream, personal__isnull=False).update(personal=None, salt="")
    if erased:
        record("journal.words_forgotten", subject, by=SYSTEM, at=at, entries=erased)
    return erased


def streams_with_words(model: type[models.Model], keys: Iterable) -> set[str]:
    """Of these things, the keys of those about which the journal still holds words that name people."""
    names = [f"{model._meta.model_name}:{key}" for key in keys]
    held = Entry.objects.filter(stream__in=names, personal__isnull=False).values_list("stream_id", flat=True).distinct()
    return {name.partition(":")[2] for name in held}


def _forget_mails(*, before: datetime, at: datetime) -> int:
    return _delete(Notice.objects.exclude(state=Outgoing.State.WAITING).filter(made_at__lt=before))


def _forget_deliveries(*, before: datetime, at: datetime) -> int:
    return _delete(Delivery.objects.exclude(state=Outgoing.State.WAITING).filter(made_at__lt=before))


def _forget_invitations(*, before: datetime, at: datetime) -> int:
    """Of an invitation that is over, the address of whom it was sent to goes."""
    over = Invitation.objects.filter(expires_at__lt=before).exclude(email__endswith="@invalid")
    keys = list(over.values_list("pk", flat=True)[:BATCH])
    for key in keys:
        Invitation.objects.filter(pk=key).update(email=f"forgotten-{key}@invalid")
    return len(keys)


def _delete(rows: models.QuerySet) -> int:
    """In pieces, so that nobody waits for long."""
    done = 0
    while keys := list(rows.values_list("pk", flat=True)[:BATCH]):
        done += rows.model.objects.filter(pk__in=keys).delete()[0]
    return done


KEPT: Mapping[str, Forget] = {
    "mails": _forget_mails,
    "deliveries": _forget_deliveries,
    "invitations": _forget_invitations,
}
