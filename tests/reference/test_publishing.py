"""A published book answers like a book loaded from files; two people make it; two drafts of one row do not pass each other."""

import shutil
from datetime import date
from decimal import Decimal

import pytest

from chorsu.desks.reference import layer, services, shelf
from chorsu.desks.reference.models import Draft, Fact
from chorsu.desks.reference.tables import toml
from chorsu.desks.refusals import NotAllowed, Refused
from chorsu.installation import published_facts
from chorsu.measures import load_book
from chorsu.planning import example, load_references, make_plan, read_for_plan
from tests.people import AT, actor
from tests.reference.drafts import VAT, VAT_OF_17, looked_through, published, rise, zone

pytestmark = pytest.mark.django_db(transaction=True)


def planned():
    facts = load_references()
    return make_plan(read_for_plan(example(), facts), facts)


def vat(plan):
    """The VAT on the way chosen."""
    sides = [row for row in plan.assessments if row.journey == plan.chosen and row.side == "import"]
    return [(charge.expression, charge.amount) for charge in sides[0].assessment.charges if charge.kind == "vat"]


@pytest.mark.whole_book
def test_the_published_book_answers_like_a_book_of_files_with_the_same_change(own_installation):
    writer, reader = zone()
    before = planned()
    published(rise(writer), writer, reader)
    after = planned()
    # The oracle: the same two rows imported by hand into an installation of their own.
    hand = own_installation / "by-hand"
    hand.mkdir()
    old = shelf.shipped("measure", VAT)
    (hand / "vat.toml").write_text(toml({"measure": [{**old, "valid_to": "2026-11-30"}, VAT_OF_17]}))
    book = load_book(hand)
    ours = load_references().book
    assert {row.id: row for row in ours.measures} == {row.id: row for row in book.measures}
    assert [rate for rate, _ in vat(before)] == ["16%"]
    assert [rate for rate, _ in vat(after)] == ["17%"]
    (sixteen,), (seventeen,) = vat(before), vat(after)
    assert abs(seventeen[1] - sixteen[1] * 17 / 16) < Decimal("0.01")


def test_the_hash_of_the_book_is_the_one_that_was_examined():
    writer, reader = zone()
    made = published(rise(writer), writer, reader)
    assert shelf.fingerprint() == made.after != made.before


def test_the_drafter_may_not_publish_and_a_second_person_of_the_zone_may():
    writer, reader = zone()
    draft = rise(writer)
    looked_through(draft, writer)
    services.submit(draft, by=writer, at=AT)
    with pytest.raises(NotAllowed, match="You wrote this draft"):
        services.publish(draft, by=writer, at=AT)
    services.publish(draft, by=reader, at=AT)
    assert Draft.objects.get(pk=draft.pk).state == "published"


def test_who_wrote_one_change_may_not_publish_the_others():
    writer, reader = zone()
    draft = rise(writer)
    row = {**VAT_OF_17, "id": "XA-vat", "jurisdiction": "XA"}
    services.write_change(draft, "add", "measure", row=row, by=reader, at=AT)
    draft.refresh_from_db()
    looked_through(draft, writer)
    services.submit(draft, by=writer, at=AT)
    with pytest.raises(NotAllowed):
        services.publish(draft, by=reader, at=AT)


@pytest.mark.parametrize(("kind", "role"), [("trader", "administrator"), ("agency", "staff"), ("zone", "reader")])
def test_nobody_else_begins_or_publishes(kind, role):
    writer, _ = zone()
    draft = rise(writer)
    other = actor(kind, role)
    with pytest.raises(NotAllowed):
        services.begin("VAT", by=other, at=AT)
    looked_through(draft, writer)
    services.submit(draft, by=writer, at=AT)
    with pytest.raises(NotAllowed):
        services.publish(draft, by=other, at=AT)


def test_of_two_drafts_of_one_row_the_second_is_told_before_it_goes_on_file():
    writer, reader = zone()
    first = rise(writer, "one")
    second = services.begin("two", by=writer, at=AT)
    services.write_change(second, "end", "measure", key=VAT, last=date(2027, 6, 30), by=writer, at=AT)
    second.refresh_from_db()
    looked_through(second, writer)
    services.submit(second, by=writer, at=AT)
    published(first, writer, reader)
    with pytest.raises(Refused, match="have changed since"):
        services.publish(second, by=reader, at=AT)
    found = looked_through(second, reader)
    assert found.blocking == 1
    assert found.faults[0]["rule"] == "conflict"
    assert VAT in found.faults[0]["message"]["en"]
    assert "publication 1" in found.faults[0]["message"]["en"]
    with pytest.raises(Refused, match="1 faults that block"):
        services.publish(second, by=reader, at=AT)


def test_a_draft_that_was_changed_is_looked_through_again():
    writer, _ = zone()
    draft = rise(writer)
    looked_through(draft, writer)
    services.write_change(draft, "remove", "measure", key="KZ-0808-CN-fruit-2020", by=writer, at=AT)
    with pytest.raises(Refused, match="checked first"):
        services.submit(draft, by=writer, at=AT)


def test_a_new_fault_of_the_book_blocks_and_old_warnings_do_not():
    writer, _ = zone()
    draft = services.begin("a tie", by=writer, at=AT)
    row = {**VAT_OF_17, "valid_from": "2026-01-01"}  # beside the 16 % of the same day: equal in rank
    services.write_change(draft, "add", "measure", row=row, by=writer, at=AT)
    draft.refresh_from_db()
    found = looked_through(draft, writer)
    assert [fault["rule"] for fault in found.faults if fault["severity"] == "fault"] == ["equal-in-rank"]
    assert found.faults[0]["message"]["ru"] != found.faults[0]["message"]["en"]
    with pytest.raises(Refused, match="faults that block"):
        services.submit(draft, by=writer, at=AT)


def test_a_publication_is_taken_back_by_a_draft_made_in_one_step():
    writer, reader = zone()
    before = {row.id: row for row in load_references().book.measures}
    made = published(rise(writer), writer, reader)
    back = services.reverse(made, by=writer, at=AT)
    assert {(each.operation, each.key) for each in back.changes.all()} == {("replace", VAT), ("remove", "KZ-vat-17")}
    published(back, writer, reader)
    assert {row.id: row for row in load_references().book.measures} == before
    assert Fact.objects.get(key="KZ-vat-17").row is None


def test_the_files_follow_the_database_wherever_the_process_died(own_installation):
    writer, reader = zone()
    published(rise(writer), writer, reader)
    folder = own_installation / "published"
    right = published_facts(own_installation)
    written = {path.name: path.read_bytes() for path in (right / "measures").iterdir()}
    (folder / "current").write_text("")  # died before the pointer was written
    assert layer.keep_up() == right
    shutil.rmtree(right)  # died before the folder was
    (folder / ".000001-half.1.part").mkdir()
    (folder / "current").unlink()
    assert layer.keep_up() == right
    assert {path.name: path.read_bytes() for path in (right / "measures").iterdir()} == written
    assert load_references().book.named("KZ-vat-17") is not None
