"""The lines by which the documentation proves a stream without Chorsu do prove it."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from chorsu.desks.journal.models import Entry
from chorsu.desks.journal.proving import entries_of
from chorsu.desks.journal.services import record
from tests import people

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "journal.md"


@pytest.fixture
def prove():
    names: dict = {}
    exec(re.search(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)[1], names)
    return names["prove"]


def test_a_stream_as_it_is_shown_is_proved_by_hand(db, prove):
    who = people.actor()
    with transaction.atomic():
        for number in range(4):
            at = people.AT + timedelta(microseconds=number)
            record("case.begun", who.organisation, by=who, at=at, after={"goods": "苹果"}, personal={"text": "Лю"})
    stream = f"organisation:{who.organisation.pk}"
    assert prove(entries_of(stream)) is None
    Entry.objects.filter(number=2).update(personal=None, salt="")
    assert prove(entries_of(stream)) is None
    Entry.objects.filter(number=3).update(facts={"verb": "case.closed"})
    assert prove(entries_of(stream)) == 3
