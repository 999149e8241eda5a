"""Two reviewers at once. Run on PostgreSQL, where rows are locked one by one."""

import pytest

from chorsu.desks.journal.models import Entry
from chorsu.desks.reference import layer, services, shelf
from chorsu.desks.reference.models import Draft, Fact, Publication
from chorsu.desks.refusals import Refused
from chorsu.installation import data_folder, published_facts
from chorsu.planning import load_references
from tests.matrix.things.reference import change, examined
from tests.people import AT
from tests.reference.drafts import rise, zone
from tests.trade.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def in_review(draft, writer):
    """A draft that waits for its second person."""
    return services.submit(examined(draft), by=writer, at=AT)


def test_of_two_drafts_published_at_once_one_is_told_that_the_facts_have_changed():
    writer, reader = zone()
    drafts = [in_review(rise(writer, "one"), writer), in_review(rise(writer, "two"), writer)]
    ended = at_once(*(lambda draft=draft: services.publish(draft, by=reader, at=AT) for draft in drafts))
    assert sum(isinstance(each, Refused) for each in ended) == 1
    assert Publication.objects.get().number == 1
    assert Draft.objects.filter(state="published").count() == 1
    assert Entry.objects.filter(verb="facts.published").count() == 1


def test_a_draft_is_published_once_by_however_many():
    writer, reader = zone()
    draft = in_review(change(writer, "a place", "xa-one"), writer)
    ended = at_once(*(lambda: services.publish(draft, by=reader, at=AT) for _each in range(4)))
    assert sum(isinstance(each, Refused) for each in ended) == 3
    assert Fact.objects.get().publication.number == 1


def test_files_written_at_once_are_those_of_the_last_publication():
    writer, reader = zone()
    services.publish(in_review(rise(writer), writer), by=reader, at=AT)
    (data_folder() / "published" / "current").write_text("")
    folders = at_once(*([layer.keep_up] * 6))
    assert set(folders) == {published_facts(data_folder())}
    assert load_references().book.named("KZ-vat-17") is not None
    assert shelf.row("measure", "KZ-vat-2026")["valid_to"] == "2026-11-30"
