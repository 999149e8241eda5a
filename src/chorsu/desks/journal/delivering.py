"""Deliver what waits in the outbox, at least once: to webhooks, and as mail to people."""

import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from chorsu.desks.journal import addresses, mailing, signing
from chorsu.desks.journal.models import Delivery, Entry, Notice, Outgoing

LOG = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)
"""After this a row that a worker took and did not finish falls due again. Longer than a batch can last."""
BATCH = 20
AT_A_TIME = 8
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)


def deliver_due(*, at: datetime, most: int = 200, now: Callable[[], datetime] = timezone.now) -> int:
    """Try all deliveries and notices that are due ``at``, at most so many of each; gives how many were tried.

    Several workers may call this at once: a row that one has taken is not due for the others until its lease is over. ``now``
    is the clock by which a message is signed.
    """
    done = 0
    while done < most and (taken := _take(Delivery.objects.filter(webhook__is_paused=False), at, min(BATCH, most - done))):
        _deliver(taken, at, now)
        done += len(taken)
    return done + mailing.send_due(lambda count: _take(Notice.objects.all(), at, count), at=at, most=most, settle=settle)


def payload(entry: Entry) -> bytes:
    """What a webhook is told of an entry: what happened, with keys for people, and what proves it. No word that names people."""
    told = {
        "type": entry.verb,
        "timestamp": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "data": {
            "entry": str(entry.pk),
            "stream": entry.stream_id,
            "number": entry.number,
            "facts": entry.facts,
            "personal": entry.personal_digest,
            "before": entry.before,
            "hash": entry.hash,
        },
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _take(rows, at: datetime, count: int) -> list:
    """Take rows that are due, for as long as the lease lasts; what is past its time is given up."""
    with transaction.atomic():
        due = rows.filter(state=Outgoing.State.WAITING, due_at__lte=at)
        due.filter(gives_up_at__lte=at, attempts__gt=0).update(state=Outgoing.State.DEAD)
        can_skip = connection.features.has_select_for_update_skip_locked
        held = list(due.select_for_update(skip_locked=can_skip, of=("self",) if can_skip else ()).order_by("due_at")[:count])
        for row in held:
            row.attempts, row.due_at, row.tried_at = row.attempts + 1, at + LEASE, at
        rows.model.objects.bulk_update(held, ["attempts", "due_at", "tried_at"])
    return held


def _deliver(taken: list[Delivery], at: datetime, now: Callable[[], datetime]) -> None:
    keys = [row.pk for row in taken]
    loaded = {row.pk: row for row in Delivery.objects.filter(pk__in=keys).select_related("webhook", "entry")}
    rows = [loaded[key] for key in keys if key in loaded]  # a webhook deleted meanwhile took its deliveries with it
    messages = [(row.webhook.address, payload(row.entry), row.webhook, row.pk) for row in rows]
    with ThreadPoolExecutor(AT_A_TIME, thread_name_prefix="webhooks") as threads:
        answers = list(threads.map(lambda message: _send(*message, now=now), messages))
    for row, (status, trouble) in zip(rows, answers, strict=True):
        settle(row, done=not trouble, at=at, status=status, trouble=trouble)
        if trouble:
            LOG.info("webhook delivery %s was not accepted: %s %s", row.pk, trouble, status or "")


def _send(address: str, body: bytes, webhook, key: UUID, *, now: Callable[[], datetime]) -> tuple[int | None, str]:
    """Send one message; the status of the answer and what was wrong. Touches no database: it runs in a thread of its own."""
    try:
        head = {"Content-Type": "application/json", **signing.headers(webhook, f"msg_{key.hex}", body, at=now())}
        status = addresses.post(addresses.resolve(address), body, head)
    except addresses.NotCalled as problem:
        return None, problem.trouble
    return status, "" if 200 <= status < 300 else Delivery.Trouble.STATUS.value


def settle(row: Outgoing, *, done: bool, at: datetime, **found) -> None:
    """Write down how an attempt ended: done, to be tried again after a pause that doubles each time, or given up.

    An attempt that ended after its lease says nothing about the attempt that began since.
    """
    if done:
        change = {"state": Outgoing.State.DONE, "done_at": at}
        rows = type(row).objects.filter(pk=row.pk)
    else:
        due_at = at + pause_after(row.attempts)
        is_over = due_at >= row.gives_up_at
        change = {"state": Outgoing.State.DEAD if is_over else Outgoing.State.WAITING, "due_at": due_at}
        rows = type(row).objects.filter(pk=row.pk, attempts=row.attempts, state=Outgoing.State.WAITING)
    rows.update(**change, **found)


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: half a minute, a minute, two … six hours."""
    return min(FIRST_PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE)
