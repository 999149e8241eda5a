"""Drafts for the tests: the rise of a tax, checked and published by two people of one zone."""

from datetime import timedelta

from chorsu.desks.reference import examining, services
from chorsu.desks.reference.models import Draft, Examination, Publication
from tests.people import AT, actor, organisation

SOURCE = {"title": "Law of 2026 (invented)", "address": "https://adilet.zan.kz/", "checked_on": "2026-11-28"}
VAT = "KZ-vat-2026"
VAT_OF_17 = {
    "id": "KZ-vat-17", "jurisdiction": "KZ", "kind": "vat", "commodity": "*", "expression": "17%", "valid_from": "2026-12-01",
    "source": SOURCE,
}  # fmt: skip


def zone():
    """Two people of one zone: who writes, and who reads."""
    of = organisation("zone")
    return actor(organisation=of), actor(organisation=of)


def rise(writer, title="VAT of Kazakhstan at 17 %") -> Draft:
    """A draft by which the VAT of Kazakhstan rises from 16 to 17 % on 1 December 2026."""
    draft = services.begin(title, by=writer, at=AT)
    services.change_law(draft, "measure", VAT, VAT_OF_17, by=writer, at=AT)
    draft.refresh_from_db()
    return draft


def looked_through(draft: Draft, writer) -> Examination:
    """The draft examined, as the worker does it."""
    asked = services.ask(draft, by=writer, at=AT)
    examining.run(str(asked.pk), at=AT + timedelta(seconds=9))
    asked.refresh_from_db()
    return asked


def published(draft: Draft, writer, reader) -> Publication:
    """The draft sent to review and published."""
    looked_through(draft, writer)
    services.submit(draft, by=writer, at=AT)
    return services.publish(draft, by=reader, at=AT)
