"""A change and its entry are one: kept together, lost together, and given back by the database as they were sealed.

Run as they stand on SQLite in memory, and by test_databases on SQLite in a file and on PostgreSQL.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.utils.translation import gettext_lazy, override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chorsu.desks.actor import SYSTEM, Actor
from chorsu.desks.journal.models import Concern, Entry, Stream
from chorsu.desks.journal.proving import anchored_breaks, breaks, cast
from chorsu.desks.journal.services import record
from tests import people

AT = people.AT
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.decimals(allow_nan=False) | st.uuids() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture
def actor(db) -> Actor:
    return people.actor("trader")


def found() -> list[tuple[int, str]]:
    return [(each.number, each.kind) for each in breaks()]


def some(actor: Actor, count: int = 3) -> list[Entry]:
    """Entries about the actor's organisation."""
    with transaction.atomic():
        return [
            record(
                "organisation.changed",
                actor.organisation,
                by=actor,
                at=AT + timedelta(minutes=number),
                after={"name": f"№ {number}"},
                personal={"email": f"li{number}@example.org"},
            )
            for number in range(count)
        ]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=st.dictionaries(st.text(max_size=6), anything, max_size=4), hours=st.integers(-12, 14))
def test_whatever_a_service_says_comes_back_from_the_database_with_its_seal(actor, facts, hours):
    at = datetime(2026, 11, 29, 8, 0, 0, 7, tzinfo=timezone(timedelta(hours=hours)))
    with transaction.atomic():
        entry = record("x.y", actor.organisation, by=actor, at=at, after=facts, personal={"words": list(facts)}, more=facts)
    kept = Entry.objects.get(pk=entry.pk)
    assert kept.facts == entry.facts
    assert found() == []


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (Decimal("1.10"), "1.10"),  # the noughts of a figure are part of it
        (Decimal("1E+2"), "1E+2"),
        (date(2026, 12, 1), "2026-12-01"),
        (datetime(2026, 12, 1, 9, tzinfo=UTC), "2026-12-01T09:00:00+00:00"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (2**53, "9007199254740992"),
        (True, True),
        ({"b", "a"}, ["a", "b"]),
        (("x", 1), ["x", 1]),
        ("a\x00b\ud800", "a\ufffdb\ufffd"),
        ({1: "x"}, {"1": "x"}),
        ("苹果 яблоки 🍎", "苹果 яблоки 🍎"),
    ],
)
def test_values_are_kept_as_json_has_them(actor, value, kept):
    with transaction.atomic():
        entry = record("x.y", actor.organisation, by=actor, at=AT, given=value)
    assert Entry.objects.get(pk=entry.pk).facts["given"] == kept
    assert found() == []


def test_lazy_words_are_kept_as_they_read_then(actor):
    with override("ru"), transaction.atomic():
        entry = record("x.y", actor.organisation, by=actor, at=AT, said=gettext_lazy("Organisation"))
    assert isinstance(Entry.objects.get(pk=entry.pk).facts["said"], str)


@pytest.mark.parametrize("value", [1.5, b"x", object()])
def test_what_json_cannot_keep_exactly_is_refused_and_nothing_is_written(actor, value):
    with pytest.raises(TypeError), transaction.atomic():
        record("x.y", actor.organisation, by=actor, at=AT, given=value)
    assert (Entry.objects.count(), Stream.objects.count()) == (0, 0)


def test_a_change_that_fails_takes_its_entry_away_with_it(actor):
    some(actor, 1)
    with suppress(ZeroDivisionError), transaction.atomic():
        actor.organisation.name = "Other"
        actor.organisation.save()
        record("organisation.changed", actor.organisation, by=actor, at=AT)
        raise ZeroDivisionError
    actor.organisation.refresh_from_db()
    assert actor.organisation.name != "Other"
    assert Stream.objects.get().number == Entry.objects.count() == 1
    some(actor, 1)
    assert found() == []


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_of_a_transaction_is_refused():
    who = people.actor()
    with pytest.raises(RuntimeError, match="transaction"):
        record("x.y", who.organisation, by=who, at=AT)
    assert Stream.objects.count() == 0


def test_the_acting_organisation_and_those_named_are_concerned_once_each(actor):
    other = people.organisation("broker")
    with transaction.atomic():
        entry = record(
            "x.y", actor.organisation, by=actor, at=AT, concerns=[other, other.pk, str(other.pk), actor.organisation, None]
        )
    keys = sorted(map(str, Concern.objects.filter(entry=entry).values_list("organisation", flat=True)))
    assert keys == entry.facts["concerns"] == sorted([str(other.pk), str(actor.organisation.pk)])


def test_the_system_acts_for_nobody(actor):
    with transaction.atomic():
        entry = record("x.y", actor.organisation, by=SYSTEM, at=AT)
    assert (entry.person, entry.organisation, entry.facts["concerns"]) == (None, None, [])
    assert found() == []


def test_a_token_s_scopes_are_told(actor):
    by = Actor(actor.person, actor.organisation, actor.role, frozenset({"cases:write", "cases:read"}))
    with transaction.atomic():
        assert record("x.y", actor.organisation, by=by, at=AT).facts["scopes"] == ["cases:read", "cases:write"]


ALTER = {
    "verb": "'x.z'",
    "at": "'2026-11-29 08:00:01'",
    "person": "NULL",
    "organisation": "NULL",
    "facts": """'{"verb": "organisation.changed"}'""",
    "personal": """'{"email": "other@example.org"}'""",
    "salt": "'00'",
    "personal_digest": "'00'",
    "before": "'00'",
    "hash": "'00'",
    "number": "9",
}


@pytest.mark.parametrize("column", ALTER)
def test_any_column_altered_in_the_database_is_found(actor, column):
    some(actor)
    assert found() == []
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE journal_entry SET {column} = {ALTER[column]} WHERE number = 2")
    assert found()


def test_every_column_of_an_entry_is_tried():
    keys = {"id", "stream"}
    assert {field.name for field in Entry._meta.fields} - keys == set(ALTER)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_an_entry_deleted_from_the_database_is_found(actor, number):
    some(actor)
    Entry.objects.filter(number=number).delete()
    assert found() == ([(3, "head")] if number == 3 else [(number, "missing")])


def test_an_organisation_put_among_those_concerned_or_taken_from_them_is_found(actor):
    some(actor)
    Concern.objects.filter(entry__number=1).delete()
    Concern.objects.create(organisation=people.organisation().pk, entry=Entry.objects.get(number=3), at=AT)
    assert found() == [(1, "altered"), (3, "altered")]


def test_all_entries_of_a_stream_gone_are_found_by_its_head(actor):
    some(actor)
    Entry.objects.all().delete()
    assert found() == [(3, "head")]


def test_erased_words_are_no_break(actor):
    some(actor)
    Entry.objects.filter(number=2).update(personal=None, salt="")
    assert found() == []


def lines() -> list[str]:
    return list(cast(at=AT, known={}))


def test_an_anchor_finds_what_the_chain_alone_cannot(actor):
    first, _second = some(actor, 2)
    file = lines()
    assert list(anchored_breaks(file)) == []
    some(actor, 1)
    assert list(anchored_breaks(file)) == []  # what came since is no break
    # Cut back to one entry, and the head put back with it: the chain itself holds.
    Entry.objects.exclude(pk=first.pk).delete()
    Stream.objects.update(number=1, head=first.hash)
    assert found() == []
    assert [(each.number, each.kind) for each in anchored_breaks(file)] == [(2, "cut_back")]
    # And gone on with from there.
    some(actor, 2)
    assert found() == []
    assert [(each.number, each.kind) for each in anchored_breaks(file)] == [(2, "rewritten")]


def test_an_anchor_finds_a_stream_that_was_dropped(actor):
    some(actor, 2)
    file = lines()
    Entry.objects.all().delete()
    Stream.objects.all().delete()
    assert found() == []
    assert [(each.number, each.kind) for each in anchored_breaks(file)] == [(2, "cut_back")]
