"""What waits is delivered at least once, signed so that a receiver can tell, and tried again until it is given up.

Run as it stands on SQLite in memory, and by test_databases on SQLite in a file and on PostgreSQL.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.db import transaction

from chorsu.desks.journal import delivering, signing
from chorsu.desks.journal.delivering import LEASE, deliver_due, pause_after
from chorsu.desks.journal.models import Delivery, Entry, Notice, NoticeChoice
from chorsu.desks.journal.services import (
    choose_notices,
    delete_webhook,
    pause_webhook,
    record,
    register_webhook,
    resume_webhook,
    retry_delivery,
    rotate_secret,
)
from chorsu.desks.organisations.models import Membership
from chorsu.desks.refusals import Refused
from tests import people
from tests.journal.receiver import receiving

AT = people.AT
DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture
def receiver(settings):
    settings.WEBHOOKS_LOOPBACK = True
    with receiving() as server:
        yield server


@pytest.fixture
def administrator(db):
    return people.actor("trader", "administrator")


@pytest.fixture
def hook(administrator, receiver):
    return register_webhook("ERP", receiver.address, [], by=administrator, at=AT - timedelta(days=1))[0]


def happen(who, verb: str = "organisation.changed", *, at=AT, **more) -> Entry:
    with transaction.atomic():
        return record(verb, who.organisation, by=who, at=at, **more)


def deliver(at=AT, **more) -> int:
    return deliver_due(at=at, now=lambda: at, **more)


def test_an_entry_is_sent_once_to_whom_it_concerns_and_its_proof_with_it(administrator, hook, receiver):
    broker = people.actor("broker", "administrator")
    register_webhook("B", receiver.address + "&b", ["member.left"], by=broker, at=AT - timedelta(days=1))
    Delivery.objects.all().delete()
    entry = happen(administrator, after={"place": "胶州"}, personal={"email": "li@example.org"}, concerns=[broker.organisation])
    assert deliver() == 1
    assert deliver() == 0
    deliver(AT + timedelta(days=1))
    (message,) = receiver.messages
    assert message.path == "/hook?a=1"
    told = json.loads(message.body)
    assert told["type"] == "organisation.changed"
    assert told["data"]["facts"] == Entry.objects.get(pk=entry.pk).facts
    assert (told["data"]["number"], told["data"]["hash"], told["data"]["before"]) == (entry.number, entry.hash, entry.before)
    assert "li@example.org" not in message.body.decode()
    row = Delivery.objects.get()
    assert (row.state, row.attempts, row.status, row.trouble, row.done_at) == ("done", 1, 204, "", AT)


def test_the_signature_is_that_of_the_specification(administrator, hook, receiver):
    Delivery.objects.all().delete()
    happen(administrator)
    deliver()
    (message,) = receiver.messages
    key = base64.b64decode(signing.secret(hook).removeprefix("whsec_"))
    signed = f"{message.head['webhook-id']}.{message.head['webhook-timestamp']}.".encode() + message.body
    wanted = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert message.head["webhook-signature"] == wanted
    assert int(message.head["webhook-timestamp"]) == int(AT.timestamp())
    assert message.head["content-type"] == "application/json"


def test_a_receiver_proves_a_message_with_the_documentation_s_own_lines(administrator, hook, receiver):
    text = (DOCS / "how-to" / "receive-webhooks.md").read_text("utf-8")
    names: dict = {}
    exec(re.search(r"```python\n(.*?)```", text, re.DOTALL)[1], names)
    Delivery.objects.all().delete()
    happen(administrator)
    deliver()
    (message,) = receiver.messages
    secret, now = signing.secret(hook), AT.timestamp()
    assert names["proved"](secret, message.head, message.body, now)["type"] == "organisation.changed"
    altered = message.body.replace(b"organisation", b"0rganisation", 1)
    for wrong in (
        (signing.secret(hook, "other"), message.head, message.body, now),
        (secret, message.head, altered, now),
        (secret, message.head, message.body, now + 600),
        (secret, message.head | {"webhook-id": "msg_x"}, message.body, now),
    ):
        with pytest.raises(ValueError, match=r"message"):
            names["proved"](*wrong)


def test_for_a_day_both_secrets_sign(administrator, hook, receiver):
    before = signing.secret(hook)
    hook, after = rotate_secret(hook, by=administrator, at=AT)
    assert before != after
    Delivery.objects.all().delete()
    happen(administrator)
    deliver(AT)
    happen(administrator, at=AT + timedelta(days=2))
    deliver(AT + timedelta(days=2))
    first, second = (message.head["webhook-signature"].split() for message in receiver.messages)
    assert (len(first), len(second)) == (2, 1)


def test_a_webhook_is_told_only_of_what_it_chose(administrator, receiver):
    register_webhook("Some", receiver.address, ["member.left"], by=administrator, at=AT)
    happen(administrator, "member.joined")
    happen(administrator, "member.left")
    deliver()
    assert [json.loads(message.body)["type"] for message in receiver.messages] == ["member.left"]


def test_what_was_taken_back_is_never_sent(administrator, hook, receiver):
    Delivery.objects.all().delete()
    try:
        with transaction.atomic():
            record("organisation.changed", administrator.organisation, by=administrator, at=AT)
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    assert (deliver(), Delivery.objects.count(), Notice.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("status", [301, 302, 400, 404, 410, 429, 500, 503])
def test_any_answer_but_success_is_tried_again_after_a_pause_that_doubles(administrator, hook, receiver, status):
    Delivery.objects.all().delete()
    receiver.answer = status
    happen(administrator)
    assert deliver() == 1
    row = Delivery.objects.get()
    assert (row.state, row.trouble, row.status, row.due_at) == ("waiting", "status", status, AT + pause_after(1))
    assert deliver(AT + pause_after(1) - timedelta(seconds=1)) == 0
    assert deliver(row.due_at) == 1
    again = Delivery.objects.get()
    assert again.due_at - row.due_at == pause_after(2) == 2 * pause_after(1)
    receiver.answer = 200
    assert deliver(again.due_at) == 1
    assert Delivery.objects.get().state == "done"
    assert len({message.head["webhook-id"] for message in receiver.messages}) == 1  # by which a receiver knows it again


def test_a_delivery_is_given_up_after_some_days_and_can_be_asked_for_again(administrator, hook, receiver, settings):
    settings.DELIVERY_DAYS = 2
    Delivery.objects.all().delete()
    receiver.answer = 500
    happen(administrator)
    at, tries = AT, 0
    while (row := Delivery.objects.get()).state == "waiting":
        at = row.due_at
        tries += deliver(at)
        assert at <= AT + timedelta(days=2)
    assert row.state == "dead"
    assert 10 < tries < 30
    assert deliver(at + timedelta(days=9)) == 0
    receiver.answer = 200
    retry_delivery(row, by=administrator, at=at + timedelta(days=9))
    Delivery.objects.exclude(pk=row.pk).delete()
    assert deliver(at + timedelta(days=9)) == 1
    row.refresh_from_db()
    assert row.state == "done"
    with pytest.raises(Refused):
        retry_delivery(row, by=administrator, at=at)


def test_nothing_listens_there(administrator, hook, receiver, settings):
    Delivery.objects.all().delete()
    hook.address = "http://127.0.0.1:1/"
    hook.save()
    happen(administrator)
    deliver()
    assert Delivery.objects.get().trouble == "connection"


def test_a_paused_webhook_s_deliveries_wait_and_a_deleted_one_s_are_gone(administrator, hook, receiver):
    pause_webhook(hook, by=administrator, at=AT)
    Delivery.objects.all().delete()
    happen(administrator)
    assert (deliver(), receiver.messages) == (0, [])
    resume_webhook(hook, by=administrator, at=AT)
    assert deliver() == 2
    happen(administrator)
    delete_webhook(hook, by=administrator, at=AT)
    assert deliver() == 0
    assert Delivery.objects.count() == 0


def test_a_lease_keeps_others_away_and_ends_when_its_worker_was_killed(administrator, hook, receiver):
    Delivery.objects.all().delete()
    happen(administrator)
    (taken,) = delivering._take(Delivery.objects.all(), AT, 10)  # and its worker dies here
    assert deliver(AT) == 0
    assert deliver(AT + LEASE - timedelta(seconds=1)) == 0
    assert deliver(AT + LEASE) == 1
    assert Delivery.objects.get().attempts == 2
    # The first was only slow: what it found says nothing any more.
    delivering.settle(taken, done=False, at=AT + LEASE, status=500, trouble="status")
    assert (Delivery.objects.get().state, Delivery.objects.get().status) == ("done", 204)


def test_many_are_delivered_in_batches_and_each_once(administrator, hook, receiver):
    Delivery.objects.all().delete()
    for _ in range(45):
        happen(administrator)
    assert deliver(most=30) == 30
    assert deliver(most=30) == 15
    numbers = [json.loads(message.body)["data"]["number"] for message in receiver.messages]
    assert sorted(numbers) == list(range(1, 46))


# Notices by mail


@pytest.fixture
def colleagues(administrator):
    """Two colleagues of the administrator: who writes Russian, and who wants no mail."""
    russian = people.actor(organisation=administrator.organisation)
    silent = people.actor(organisation=administrator.organisation)
    russian.person.language = "ru"
    russian.person.save()
    choose_notices({"organisation": "at_once"}, by=russian, at=AT - timedelta(days=1))
    choose_notices({"organisation": "never"}, by=silent, at=AT - timedelta(days=1))
    Notice.objects.all().delete()
    return russian, silent


def test_a_person_is_written_to_at_once_in_their_language_and_never_about_what_they_did(administrator, colleagues):
    russian, _silent = colleagues
    entry = happen(administrator, personal={"text": "not for mail"})
    happen(russian)
    deliver()
    (letter,) = mail.outbox
    assert letter.to == [russian.person.email]
    assert str(administrator.organisation) in letter.subject
    assert "изменены сведения" in letter.body
    assert f"http://localhost:8000/ru/journal/entries/{entry.pk}/" in letter.body
    assert "not for mail" not in letter.body
    deliver(AT + timedelta(hours=1))
    assert len(mail.outbox) == 1


def test_the_daily_mail_holds_all_of_a_day(administrator, settings):
    reader = people.actor(organisation=administrator.organisation)
    for number in range(60):
        happen(administrator, at=AT + timedelta(minutes=number))
    assert (deliver(AT + timedelta(hours=2)), mail.outbox) == (0, [])
    morning = (AT + timedelta(days=1)).replace(hour=settings.NOTICE_HOUR)
    deliver(morning)
    (letter,) = mail.outbox
    assert letter.to == [reader.person.email]
    assert "60" in letter.subject
    assert letter.body.count("/journal/entries/") == 50
    assert "10" in letter.body
    assert set(Notice.objects.values_list("state", flat=True)) == {"done"}


def test_whoever_has_left_meanwhile_is_not_written_to(administrator, colleagues):
    russian, _silent = colleagues
    happen(administrator)
    Membership.objects.filter(person=russian.person).update(ended_at=AT)
    deliver()
    assert mail.outbox == []


def test_a_mail_server_that_is_away_is_asked_again(administrator, colleagues, settings):
    happen(administrator)
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    deliver()
    row = Notice.objects.get(state="waiting", attempts=1)
    settings.EMAIL_BACKEND = backend
    assert deliver(row.due_at) == 1
    assert len(mail.outbox) == 1


def test_a_choice_moves_what_waits(administrator, colleagues):
    russian, silent = colleagues
    happen(administrator)
    choose_notices({"organisation": "never"}, by=russian, at=AT)
    assert Notice.objects.filter(person=russian.person, entry__verb="organisation.changed").count() == 0
    choose_notices({"organisation": "daily"}, by=silent, at=AT)
    assert NoticeChoice.objects.get(person=silent.person).when == "daily"
    choose_notices({"organisation": "daily"}, by=silent, at=AT)  # nothing changes, nothing is recorded
    assert Entry.objects.filter(stream=f"person:{silent.person.pk}").count() == 2
    with pytest.raises(Refused):
        choose_notices({"nonsense": "daily"}, by=silent, at=AT)
    with pytest.raises(Refused):
        choose_notices({"organisation": "hourly"}, by=silent, at=AT)
