"""Enquiries about an offer: between two organisations, and nobody else; the words are erasable."""

import pytest

from chorsu.desks.journal.models import Concern, Entry
from chorsu.desks.refusals import NotAllowed, Refused
from chorsu.desks.trade import services
from chorsu.desks.trade.queries_goods import visible_enquiries, waiting_enquiries
from tests.people import AT, actor, organisation
from tests.trade.test_offers import offer
from tests.trade.world import later

pytestmark = pytest.mark.django_db


def test_an_enquiry_is_read_by_its_two_sides_alone():
    seller, buyer, third, zone = actor(), actor(), actor(), actor("zone")
    about = offer(seller)
    made = services.ask_about(about, "Can you load on Friday?", by=buyer, at=AT)
    assert list(visible_enquiries(seller)) == list(visible_enquiries(buyer)) == [made]
    assert not visible_enquiries(third)
    assert not visible_enquiries(zone)
    assert not visible_enquiries(None)
    with pytest.raises(NotAllowed):
        services.write_enquiry(made, "I listen", by=third, at=AT)


def test_it_waits_for_the_side_that_did_not_write_last_until_it_is_closed():
    seller, buyer = actor(), actor()
    made = services.ask_about(offer(seller), "Price for 40 t?", by=buyer, at=AT)
    assert list(waiting_enquiries(seller)) == [made]
    assert not waiting_enquiries(buyer)
    services.write_enquiry(made, "0.85 USD", by=seller, at=later(hours=1))
    assert list(waiting_enquiries(buyer)) == [made]
    assert not waiting_enquiries(seller)
    services.close_enquiry(made, by=buyer, at=later(hours=2))
    assert not waiting_enquiries(buyer)
    assert not waiting_enquiries(seller)
    services.ask_about(made.offer, "And next week?", by=buyer, at=later(hours=3))
    assert list(waiting_enquiries(seller)) == [made]
    assert made.messages.count() == 3


def test_words_are_personal_and_both_sides_are_told():
    seller, buyer = actor(), actor()
    services.ask_about(offer(seller), "A secret", by=buyer, at=AT)
    entry = Entry.objects.get(verb="enquiry.begun")
    assert "secret" not in str(entry.facts)
    assert entry.personal == {"text": "A secret"}
    told = set(Concern.objects.filter(entry=entry).values_list("organisation", flat=True))
    assert told == {seller.organisation.pk, buyer.organisation.pk}


@pytest.mark.parametrize("text", ["", "  \n ", "\0\x01", "x" * 4001])
def test_what_says_nothing_or_too_much_is_refused(text):
    with pytest.raises(Refused):
        services.ask_about(offer(actor()), text, by=actor(), at=AT)
    assert not Entry.objects.filter(verb__startswith="enquiry.")


def test_one_does_not_ask_oneself_nor_about_what_is_not_shown_nor_unverified():
    seller = actor()
    shown, draft = offer(seller), offer(seller, published=False)
    unverified = actor(organisation=organisation(state="applied"))
    for about, who in ((shown, seller), (draft, actor()), (shown, unverified), (shown, actor(role="reader"))):
        with pytest.raises(NotAllowed):
            services.ask_about(about, "Hello", by=who, at=AT)
    over = offer(seller, valid_to="2026-11-30")
    with pytest.raises(Refused):
        services.ask_about(over, "Still there?", by=actor(), at=later(days=2))
