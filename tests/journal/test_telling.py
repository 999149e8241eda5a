"""Every event of every desk is told in a sentence, whose places are filled by what the service gives."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import translation

import chorsu
from chorsu.desks.journal import queries, telling
from chorsu.desks.journal.services import record
from tests import people

SOURCE = Path(chorsu.__file__).parent / "desks"
VERB = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*")
FILES = {"html", "txt", "json", "xlsx", "csv"}
FRAME = {"by", "at", "concerns", "personal"}


def calls() -> Iterator[tuple[str, set[str] | None, str]]:
    """Every verb in the desks' services: the facts that its call gives (None where they cannot be seen there), its file."""
    for path in sorted(SOURCE.rglob("*.py")):
        if "services" not in (*path.relative_to(SOURCE).parts[:-1], path.stem) and path.name not in (
            "erasure.py",
            "retention.py",
        ):
            continue
        tree = ast.parse(path.read_text("utf-8"))
        direct = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "record" and node.args:
                named = {word.arg for word in node.keywords}
                verb = node.args[0]
                if isinstance(verb, ast.Constant) and not (None in named or named & {"before", "after"}):
                    direct.add(id(verb))
                    yield verb.value, named - FRAME, path.name
        for node in ast.walk(tree):
            seen = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in direct
            if seen and VERB.fullmatch(node.value) and node.value.partition(".")[2] not in FILES:
                yield node.value, None, path.name


CALLS = sorted({(verb, name) for verb, _facts, name in calls()})


def test_the_source_records_events():
    assert len(CALLS) > 10


@pytest.mark.parametrize(("verb", "file"), CALLS)
def test_every_event_has_a_sentence_and_its_kind_a_name(verb, file):
    assert verb in telling.events(), f"{verb} of {file} has no sentence: give it one in the desk's events.py"
    assert str(telling.kinds()[verb.partition(".")[0]]) != verb.partition(".")[0], "the kind has no name in KINDS"


@pytest.mark.parametrize("verb", sorted(telling.events()))
def test_no_sentence_is_for_an_event_that_nobody_records(verb):
    assert verb in {name for name, _file in CALLS}


def test_the_places_of_a_sentence_are_facts_that_its_service_gives():
    wrong = []
    for verb, facts, file in calls():
        if facts is not None and verb in telling.events():
            asked = set(telling.PLACE.findall(str(telling.events()[verb])))
            wrong += [(verb, file, place) for place in sorted(asked - facts - {"organisation", "thing"})]
    assert wrong == []


@pytest.mark.parametrize("language", ["en", "zh-hans", "ru"])
@pytest.mark.parametrize("verb", sorted(telling.events()))
def test_every_sentence_is_told_with_and_without_its_facts(db, verb, language):
    who = people.actor()
    with transaction.atomic():
        entry = record(verb, who.organisation, by=who, at=people.AT)
    with translation.override(language):
        told = telling.tell([entry], who)[0]
        label = telling.label(verb)
    assert "%(" not in told.sentence
    assert "%" not in label
    if "%(organisation)s" in str(telling.events()[verb]):
        assert str(who.organisation) in told.sentence


@pytest.fixture
def desk(db):
    """A trader's change that concerns a broker."""
    trader, broker = people.actor("trader"), people.actor("broker")
    trader.person.name = "Лю Вэй"
    trader.person.save()
    with transaction.atomic():
        record(
            "organisation.changed",
            trader.organisation,
            by=trader,
            at=people.AT,
            concerns=[broker.organisation],
            before={"state": "applied", "country": "CN", "name": "A"},
            after={"state": "verified", "country": "CN", "name": "B"},
            personal={"text": "call me"},
            broker=broker.organisation.pk,
            until="2026-12-01T09:00:00+05:00",
            is_urgent=True,
        )
    return trader, broker


def test_a_change_is_told_by_labels_and_choices_in_the_reader_s_language(desk):
    trader, broker = desk
    with translation.override("ru"):
        told = queries.history(trader, trader.organisation)[0]
    assert [(each.before, each.after) for each in told.changes] == [("Ждёт проверки", "Проверена"), ("A", "B")] or len(
        told.changes
    ) == 2
    facts = dict(told.facts)
    assert str(broker.organisation) in facts.values()
    assert "01.12.2026 04:00 UTC" in facts.values()
    assert ("text" in dict(told.words)) or told.words[0][1] == "call me"


def test_a_person_is_named_to_their_own_organisation_and_to_the_zone_only(desk):
    trader, broker = desk
    officer, stranger = people.actor("zone"), people.actor("trader")
    assert queries.history(trader, trader.organisation)[0].person == "Лю Вэй"
    assert queries.history(officer, trader.organisation)[0].person == "Лю Вэй"
    assert queries.history(broker, trader.organisation)[0].person == ""
    assert queries.history(stranger, trader.organisation) == []
    assert queries.history(None, trader.organisation) == []


def test_personal_words_are_told_to_those_concerned_and_not_to_the_zone_that_reads_all(desk):
    trader, broker = desk
    assert queries.history(broker, trader.organisation)[0].words
    assert queries.history(people.actor("zone"), trader.organisation)[0].words == ()


def test_an_address_is_never_told_in_the_place_of_a_name(desk):
    trader, _broker = desk
    trader.person.name = ""
    trader.person.save()
    told = queries.history(trader, trader.organisation)[0]
    assert told.person
    assert trader.person.email not in told.person


def test_a_list_of_entries_asks_the_database_as_often_as_one(desk, django_assert_max_num_queries):
    trader, broker = desk
    with transaction.atomic():
        for _ in range(30):
            record("organisation.changed", trader.organisation, by=trader, at=people.AT, concerns=[broker.organisation])
    with django_assert_max_num_queries(6):
        assert len(queries.history(broker, trader.organisation)) == 31


def test_what_is_gone_is_said_so(desk):
    trader, _broker = desk
    with transaction.atomic():
        entry = record("organisation.changed", trader.organisation, by=trader, at=people.AT, member=people.AT)
    entry.stream_id = "case:00000000-0000-0000-0000-000000000001"
    entry.organisation = None
    assert telling.tell([entry], trader)[0].organisation
