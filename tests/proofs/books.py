"""The books of a portal that is served and killed: what is in it before, and whether all is in it that was acknowledged.

Told on standard input, one a line: ``seed RECEIVER`` (a zone, a trader and its broker, a case under way, keys for programs, a
webhook to the receiver; told as JSON), ``jobs FROM TO`` (so many jobs into the queue ``default``), ``audit FILE`` (every change
that the file says was acknowledged is there once, and nothing else is), ``deliver`` (do what is left of jobs and deliveries, with
a clock that has gone on), ``entries`` (the keys of what the webhook must have been told of), ``quit``.
"""

import json
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

from tests.proofs.nursery import asked

DOCUMENT = Path(__file__).parents[2] / "examples" / "cotton-yarn-tashkent-qingdao.json"


def main() -> None:
    import django

    django.setup()
    print("ready", flush=True)
    verbs = {"seed": seed, "jobs": jobs, "audit": audit, "deliver": deliver, "entries": entries}
    for line in sys.stdin:
        verb, *words = line.split()
        if verb == "quit":
            return
        print(asked(lambda verb=verb, words=words: verbs[verb](*words)), flush=True)


def seed(receiver: str) -> str:
    """What the clients need to begin."""
    from django.utils import timezone

    from chorsu.desks.journal.services import register_webhook
    from chorsu.desks.organisations import services as organisations
    from chorsu.desks.trade import services as trade
    from tests.people import actor

    at = timezone.now()
    # Administrators of some kinds of organisations need a second factor; the zone's officers do what is asked here.
    found = {
        kind: actor(kind, "staff" if kind == "zone" else "administrator") for kind in ("trader", "broker", "carrier", "zone")
    }
    trader = found["trader"]
    document = json.loads(DOCUMENT.read_text()) | {"ready": f"{at.date() + timedelta(days=7)}"}
    case = trade.choose_way(trade.begin_case(document, by=trader, at=at), 0, by=trader, at=at)
    case = trade.name_carrier(case, found["carrier"].organisation, by=trader, at=at)
    case = trade.accept(trade.submit(case, by=trader, at=at), by=found["zone"], at=at)
    keys = {
        kind: organisations.make_token("proof", organisations.SCOPES, at + timedelta(days=30), by=each, at=at)[1]
        for kind, each in found.items()
    }
    # Before it is registered nothing is told.
    secret = register_webhook("proof", receiver, [], by=trader, at=at)[1]
    first = case.milestones.order_by("number").first()
    told = {"keys": keys, "secret": secret, "case": str(case.pk), "milestone": str(first.pk), "verbs": _verbs()}
    return json.dumps(told | {"broker": str(found["broker"].organisation.pk), "document": document, "at": at.isoformat()})


def jobs(first: str, after: str) -> str:
    for number in range(int(first), int(after)):
        _put(f"job {number}")
    return "ok"


def _put(words: str) -> None:
    """Put a job in the queue once. A database that was killed recovers; what it had acknowledged or not, it then knows."""
    import time

    from django.db import OperationalError, connection
    from django_tasks_db.models import DBTaskResult

    from tests.running.jobs import leave_a_row

    until = time.monotonic() + 60
    while True:
        try:
            if not DBTaskResult.objects.filter(args_kwargs__args=[words]).exists():
                leave_a_row.enqueue(words)
            return
        except OperationalError:
            if time.monotonic() > until:
                raise
            connection.close()
            time.sleep(0.1)


def audit(file: str) -> str:
    """``ok`` and how many entries there are, or what is wrong."""
    from chorsu.desks.trade.models import Case, Message, Offer, Partner

    told = json.loads(Path(file).read_text())
    there = {
        "message": Message.objects.values_list("text", flat=True),
        "case": Case.objects.exclude(reference="").values_list("reference", flat=True),
        "offer": Offer.objects.values_list("title", flat=True),
        "partner": Partner.objects.values_list("name", flat=True),
    }
    for what, rows in there.items():
        found, wanted = Counter(row for row in rows if row.startswith("mark-")), Counter(told["marks"].get(what, []))
        if found != wanted:
            return f"{what}: lost {list((wanted - found).items())[:3]}, too much {list((found - wanted).items())[:3]}"
    grown = Counter(_verbs())
    grown.subtract(told["before"])
    grown = {verb: count for verb, count in grown.items() if count}
    if grown != told["acknowledged"]:
        return f"entries: {grown}, acknowledged: {told['acknowledged']}"
    return f"ok {sum(grown.values())}"


def deliver() -> str:
    """Do what is left; ``ok`` and how many jobs there were, if each was done once."""
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    from chorsu.desks.journal.delivering import deliver_due
    from chorsu.desks.journal.models import Delivery
    from chorsu.desks.plans.models import KeptPlan
    from chorsu.portal import duties, work

    duties.DUTIES = ()
    later = timezone.now() + timedelta(minutes=10)
    work.begin("books", at=later)
    while work.once("books", at=later):
        pass
    for hours in range(1, 30):
        while deliver_due(at=timezone.now() + timedelta(hours=hours)):
            pass
    waiting = Delivery.objects.exclude(state=Delivery.State.DONE).count()
    if waiting:
        return f"undelivered: {waiting}"
    undone = list(DBTaskResult.objects.exclude(status="SUCCESSFUL").values_list("status", "exception_class_path")[:3])
    done = Counter(KeptPlan.objects.filter(words__startswith="job ").values_list("words", flat=True))
    twice = [words for words, times in done.items() if times > 1]
    count = DBTaskResult.objects.count()
    if undone or twice or len(done) != count:
        return f"jobs: not done {undone}, twice {twice[:3]}, {len(done)} of {count}"
    return f"ok {count}"


def entries() -> str:
    from chorsu.desks.journal.models import Delivery

    return json.dumps(sorted(str(key) for key in Delivery.objects.values_list("entry_id", flat=True))) if _all_told() else "torn"


def _all_told() -> bool:
    """Whether everything since the webhook was registered that concerns its organisation stands in the outbox."""
    from chorsu.desks.journal.models import Concern, Delivery, Webhook

    hook = Webhook.objects.get()
    concerned = set(
        Concern.objects.filter(organisation=hook.organisation_id, at__gt=hook.made_at).values_list("entry_id", flat=True)
    )
    return concerned <= set(Delivery.objects.values_list("entry_id", flat=True))


def _verbs() -> dict[str, int]:
    from chorsu.desks.journal.models import Entry

    return dict(Counter(Entry.objects.values_list("verb", flat=True)))


if __name__ == "__main__":
    main()
