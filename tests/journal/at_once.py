"""Several writers at once. Run on PostgreSQL, and by test_databases on SQLite in a file."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import OperationalError, connection, transaction

from chorsu.desks.journal.models import Entry, Stream
from chorsu.desks.journal.proving import breaks
from chorsu.desks.journal.services import record
from tests import people

pytestmark = pytest.mark.django_db(transaction=True)
is_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")


def apart(work):
    """Do it on a connection of its own, in a thread of its own."""

    def done():
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(done).result()


def test_writers_of_one_new_stream_and_of_many_leave_every_chain_whole():
    actors = [people.actor() for _ in range(4)]
    ready = threading.Barrier(8)

    def write(number: int) -> None:
        by = actors[number % 4]
        ready.wait()
        for subject in (actors[0].organisation, by.organisation, actors[0].organisation):
            with transaction.atomic():
                record("organisation.changed", subject, by=by, at=people.AT, writer=number)
            if number % 3 == 0:
                with suppress(ZeroDivisionError), transaction.atomic():
                    record("organisation.changed", subject, by=by, at=people.AT, writer=number)
                    raise ZeroDivisionError
        connection.close()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(8)))
    assert list(breaks()) == []
    assert Entry.objects.count() == 24
    assert Stream.objects.get(pk=f"organisation:{actors[0].organisation.pk}").number == 16 + 2


@is_postgresql
def test_a_writer_waits_for_another_of_its_stream_and_for_nobody_else():
    one, other = people.actor(), people.actor()
    with transaction.atomic():
        record("organisation.changed", one.organisation, by=one, at=people.AT)

    def try_it(who):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '200ms'")
            record("organisation.changed", who.organisation, by=who, at=people.AT)

    with transaction.atomic():
        record("organisation.changed", one.organisation, by=one, at=people.AT)
        apart(lambda: try_it(other))  # ends though this transaction is open
        with pytest.raises(OperationalError, match="lock"):
            apart(lambda: try_it(one))
    apart(lambda: try_it(one))
    assert list(breaks()) == []
    assert Entry.objects.count() == 4


@is_postgresql
def test_two_that_begin_one_stream_wait_for_one_another_even_if_the_first_gives_up():
    one = people.actor()
    second: list = []

    def begin():
        with transaction.atomic():
            second.append(record("organisation.changed", one.organisation, by=one, at=people.AT))
        connection.close()

    thread = threading.Thread(target=begin)
    with suppress(ZeroDivisionError), transaction.atomic():
        record("organisation.changed", one.organisation, by=one, at=people.AT)
        thread.start()
        raise ZeroDivisionError
    thread.join(20)
    assert [entry.number for entry in second] == [1]
    assert list(breaks()) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks rows")
def test_on_sqlite_a_writer_says_so_at_its_start_and_others_do_not_fail_midway():
    import sqlite3

    one = people.actor()
    name = connection.settings_dict["NAME"]
    with transaction.atomic():
        record("organisation.changed", one.organisation, by=one, at=people.AT)
        other = sqlite3.connect(name, timeout=0, isolation_level=None)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        assert other.execute("SELECT count(*) FROM journal_entry").fetchone() == (0,)  # readers do not wait
    other.execute("BEGIN IMMEDIATE")
    assert other.execute("SELECT count(*) FROM journal_entry").fetchone() == (1,)
    other.execute("ROLLBACK")
    other.close()


def test_the_proof_sees_each_stream_with_its_own_head_while_others_write():
    who = people.actor()
    stop = threading.Event()

    def write():
        while not stop.is_set():
            with transaction.atomic():
                record("organisation.changed", who.organisation, by=who, at=people.AT)
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for _ in range(15):
            assert list(breaks()) == []
    finally:
        stop.set()
        thread.join(20)


def test_workers_that_deliver_at_the_same_time_send_each_message_once(settings):
    from chorsu.desks.journal.delivering import deliver_due
    from chorsu.desks.journal.models import Delivery
    from chorsu.desks.journal.services import register_webhook
    from tests.journal.receiver import receiving

    settings.WEBHOOKS_LOOPBACK = True
    who = people.actor("trader", "administrator")
    with receiving() as receiver:
        register_webhook("ERP", receiver.address, ["organisation.changed"], by=who, at=people.AT)
        for _ in range(50):
            with transaction.atomic():
                record("organisation.changed", who.organisation, by=who, at=people.AT)
        ready = threading.Barrier(3)

        def work() -> None:
            ready.wait()
            deliver_due(at=people.AT)
            connection.close()

        with ThreadPoolExecutor(3) as threads:
            for done in [threads.submit(work) for _ in range(3)]:
                done.result()
        ids = [message.head["webhook-id"] for message in receiver.messages]
    assert len(ids) == len(set(ids)) == 50
    assert not Delivery.objects.exclude(state="done", attempts=1).exists()


@is_postgresql
def test_two_last_administrators_cannot_both_be_erased_at_the_same_moment():
    from chorsu.desks.journal.erasure import erase_person
    from chorsu.desks.organisations.models import Membership
    from chorsu.desks.refusals import Refused

    one = people.actor("trader", "administrator")
    other = people.actor("trader", "administrator", one.organisation)
    ready = threading.Barrier(2)

    def erase(who) -> bool:
        ready.wait()
        try:
            erase_person(who.person, by=who, at=people.AT)
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(erase, (one, other))) == [False, True]
    assert Membership.objects.filter(organisation=one.organisation, ended_at=None, role="administrator").count() == 1
