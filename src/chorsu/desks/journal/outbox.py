"""Fill the outbox: who is to be told of an entry, by their program or by mail, written in the entry's own transaction."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings

from chorsu.desks.journal.models import Delivery, Entry, Notice, NoticeChoice, Webhook, When
from chorsu.desks.organisations.models import Membership

USUAL = When.DAILY
"""What counts for a person who has chosen nothing."""


def fill(entry: Entry, organisations: Sequence[UUID]) -> None:
    """Make the rows for the webhooks and the people of the organisations that an entry concerns."""
    if not organisations:
        return
    gives_up_at = entry.at + timedelta(days=settings.DELIVERY_DAYS)
    hooks = Webhook.objects.filter(organisation__in=organisations)
    Delivery.objects.bulk_create(
        Delivery(
            organisation=hook.organisation_id,
            webhook=hook,
            entry=entry,
            due_at=entry.at,
            gives_up_at=gives_up_at,
            made_at=entry.at,
        )
        for hook in hooks
        if hook.wants(entry.verb)
    )
    Notice.objects.bulk_create(
        Notice(
            organisation=organisation,
            person_id=person,
            entry=entry,
            due_at=due_at,
            gives_up_at=due_at + timedelta(days=settings.DELIVERY_DAYS),
            made_at=entry.at,
        )
        for person, (organisation, due_at) in _readers(entry, organisations).items()
    )


def _readers(entry: Entry, organisations: Sequence[UUID]) -> dict[UUID, tuple[UUID, datetime]]:
    """The people to be written to, but for whoever did it: each with the organisation for which, and when."""
    held = Membership.objects.filter(organisation__in=organisations, ended_at=None, person__is_active=True)
    members = dict(held.exclude(person=entry.person).order_by("-since", "pk").values_list("person", "organisation"))
    chosen = dict(NoticeChoice.objects.filter(person__in=members, kind=entry.kind).values_list("person", "when"))
    morning = next_morning(entry.at)
    return {
        person: (organisation, entry.at if when == When.AT_ONCE else morning)
        for person, organisation in members.items()
        if (when := chosen.get(person, USUAL)) != When.NEVER
    }


def next_morning(at: datetime) -> datetime:
    """When the next daily notices go out: at the full hour (UTC) that the installation names."""
    morning = at.astimezone(UTC).replace(hour=settings.NOTICE_HOUR, minute=0, second=0, microsecond=0)
    return morning if morning > at else morning + timedelta(days=1)
