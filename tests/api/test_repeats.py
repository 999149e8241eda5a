"""A request that is sent twice is done once."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from chorsu.desks.api.models import Answer
from chorsu.desks.api.repeats import KEPT, forget_answers
from chorsu.desks.journal.models import Entry
from chorsu.desks.organisations.models import Token
from chorsu.desks.trade import services
from chorsu.desks.trade.models import Case
from chorsu.portal import duties
from tests.api.programs import Program, done
from tests.people import actor, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def trader():
    return Program(actor("trader", "administrator"))


def begin(program, reference, key):
    return program.post("/cases", {"reference": reference}, Idempotency_Key=key)


def test_the_same_request_gets_the_first_answer_again(trader):
    first, second = begin(trader, "A", "k1"), begin(trader, "A", "k1")
    assert done(first, 201) == done(second, 201)
    assert first["Content-Type"] == second["Content-Type"]
    assert second["Idempotent-Replayed"] == "true"
    assert Case.objects.count() == 1
    assert Entry.objects.filter(verb="case.begun").count() == 1


def test_without_a_key_each_request_is_its_own(trader):
    done(trader.post("/cases", {}), 201)
    done(trader.post("/cases", {}), 201)
    assert Case.objects.count() == 2


def test_a_key_belongs_to_one_request(trader):
    done(begin(trader, "A", "k1"), 201)
    other = begin(trader, "B", "k1")
    assert other.status_code == 422
    assert other.json()["type"].endswith(":key-used")
    case = Case.objects.get()
    assert trader.post(f"/cases/{case.pk}/withdraw", Idempotency_Key="k1").status_code == 422


def test_another_organisation_may_use_the_same_key(trader):
    done(begin(trader, "A", "k1"), 201)
    done(begin(Program(actor("trader", "administrator")), "A", "k1"), 201)
    assert Case.objects.count() == 2


def test_a_refusal_is_judged_again_once_it_is_mended(trader):
    case = done(trader.post("/cases", {}), 201)
    path = f"/cases/{case['id']}/close"
    assert trader.post(path, Idempotency_Key="k1").status_code == 409
    assert not Answer.objects.exists()
    assert trader.post(path, Idempotency_Key="k1").status_code == 409


def test_a_file_sent_twice_lies_there_once(trader):
    case = done(trader.post("/cases", {}), 201)
    path = f"/cases/{case['id']}/files"
    first = trader.send_file(path, "a.csv", b"a,b\n1,2\n", Idempotency_Key="f1")
    second = trader.send_file(path, "a.csv", b"a,b\n1,2\n", Idempotency_Key="f1")
    assert done(first, 201) == done(second, 201)
    assert trader.send_file(path, "a.csv", b"a,b\n1,3\n", Idempotency_Key="f1").status_code == 422


def test_the_key_of_a_token_is_never_kept():
    client = client_of(actor("trader", "administrator"))
    ends = (timezone.now() + KEPT).isoformat()
    body = {"name": "program", "scopes": ["cases:read"], "expires_at": ends}
    given = {"content_type": "application/json", "headers": {"Idempotency-Key": "t1"}}
    first = done(client.post("/api/v1/tokens", body, **given), 201)
    second = done(client.post("/api/v1/tokens", body, **given), 201)
    assert first["key"]
    assert second["key"] is None
    assert first["token"] == second["token"]
    assert Token.objects.count() == 1
    assert first["key"] not in Answer.objects.get().body


def test_answers_are_forgotten_after_a_day(trader):
    done(begin(trader, "A", "k1"), 201)
    Answer.objects.update(made_at=timezone.now() - KEPT * 1.01)
    assert done(begin(trader, "B", "k1"), 201)["reference"] == "B"
    assert forget_answers(at=timezone.now()) == 0
    assert forget_answers(at=timezone.now() + KEPT * 1.01) == 1


def test_the_worker_forgets_answers(trader):
    done(begin(trader, "A", "k1"), 201)
    duty = next(each for each in duties.DUTIES if each.name == "api.forget_answers")
    assert duty.every <= KEPT
    assert duty.do(at=timezone.now()) == 0
    assert duty.do(at=timezone.now() + KEPT * 1.01) == 1
    assert not Answer.objects.exists()


@pytest.mark.parametrize("key", ["ключ", "k" * 201, "a\tb"])
def test_a_key_is_short_and_printable(trader, key):
    assert begin(trader, "A", key).status_code == 422
    assert not Case.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_is_done():
    trader = Program(actor("trader", "administrator"))
    answers, together = [], threading.Barrier(6)

    def send():
        try:
            together.wait()
            answers.append(begin(trader, "A", "k1"))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 6
    assert {answer.status_code for answer in answers} <= {201, 409, 503}
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1
    assert Case.objects.count() == 1
    assert Entry.objects.filter(verb="case.begun").count() == 1
    assert done(begin(trader, "A", "k1"), 201)["id"] == str(Case.objects.get().pk)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time: the second waits")
def test_while_the_first_is_answered_the_second_is_told_to_wait(monkeypatch):
    trader = Program(actor("trader", "administrator"))
    inside, leave, first = threading.Event(), threading.Event(), []
    begin_case = services.begin_case

    def slow(*given, **more):
        inside.set()
        leave.wait(30)
        return begin_case(*given, **more)

    monkeypatch.setattr(services, "begin_case", slow)

    def send():
        try:
            first.append(begin(trader, "A", "k1"))
        finally:
            connection.close()

    thread = threading.Thread(target=send)
    thread.start()
    assert inside.wait(30)
    second = begin(trader, "A", "k1")
    leave.set()
    thread.join()
    assert second.status_code == 409
    assert second.json()["type"].endswith(":in-progress")
    assert second["Retry-After"] == "1"
    assert done(begin(trader, "A", "k1"), 201) == done(first[0], 201)
    assert Case.objects.count() == 1
