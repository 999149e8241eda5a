"""Offers and requests: who sees which, what may stand in them, how they are published, withdrawn, brought back and copied."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from chorsu.desks.journal.models import Entry
from chorsu.desks.refusals import NotAllowed, Refused
from chorsu.desks.trade import services
from chorsu.desks.trade.models import Offer
from chorsu.desks.trade.queries_goods import counterparts, visible_offers
from tests.people import AT, actor, organisation

pytestmark = pytest.mark.django_db

TODAY = AT.date()
APPLES = {
    "kind": "offer",
    "title": "Fresh apples, Fuji",
    "language": "en",
    "hs": "080810",
    "origin": "CN",
    "quantity": "20000",
    "unit": "KGM",
    "price": "0.9",
    "currency": "USD",
    "incoterm": "FCA",
    "place": "CNTAO",
}


def offer(by, *, published=True, **fields) -> Offer:
    made = services.new_offer({**APPLES, **fields}, by=by, at=AT)
    return services.publish_offer(made, by=by, at=AT) if published else made


def sees(who, on=TODAY) -> set:
    return set(visible_offers(who, on))


def test_a_draft_is_its_organisation_s_alone_and_what_is_published_is_every_verified_organisation_s():
    owner, other, colleague = actor(), actor(), None
    colleague = actor(role="reader", organisation=owner.organisation)
    unverified = actor(organisation=organisation(state="applied"))
    made = offer(owner, published=False)
    assert made in sees(owner)
    assert made in sees(colleague)
    assert made not in sees(other)
    assert sees(None) == set()
    services.publish_offer(made, by=owner, at=AT)
    assert made in sees(other)
    assert made in sees(actor("zone"))
    assert made not in sees(unverified)
    services.withdraw_offer(made, by=owner, at=AT)
    assert made in sees(owner)
    assert made not in sees(other)


def test_what_has_had_its_last_day_is_shown_to_nobody_else():
    owner, other = actor(), actor()
    made = offer(owner, valid_to="2026-12-05")
    assert made in sees(other, date(2026, 12, 5))
    assert made not in sees(other, date(2026, 12, 6))
    assert made in sees(owner, date(2026, 12, 6))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "x" * 201),
        ("kind", "gift"),
        ("hs", "999999"),
        ("hs", "0808"),
        ("origin", "ZZ"),
        ("quantity", "-1"),
        ("quantity", "0"),
        ("quantity", "NaN"),
        ("quantity", "1e400"),
        ("quantity", "0.0001"),
        ("unit", ""),
        ("unit", "kilo"),
        ("price", "-0.01"),
        ("price", "1e30"),
        ("currency", ""),
        ("currency", "XXZ"),
        ("incoterm", "DDX"),
        ("place", "nowhere"),
        ("valid_to", "31.01.2027"),
        ("language", "fr"),
        ("text", "x" * 4001),
    ],
)
def test_each_fault_stands_beside_its_field_and_nothing_is_kept(field, value):
    with pytest.raises(ValidationError) as fault:
        services.new_offer({**APPLES, field: value}, by=actor(), at=AT)
    assert set(fault.value.message_dict) == {field}
    assert Offer.objects.count() == 0
    assert Entry.objects.count() == 0


def test_every_fault_is_told_at_once():
    with pytest.raises(ValidationError) as fault:
        services.new_offer({"kind": "", "hs": "1", "origin": "?", "price": "x"}, by=actor(), at=AT)
    assert {"kind", "title", "hs", "origin", "price"} <= set(fault.value.message_dict)


def test_goods_without_a_code_stay_a_draft():
    owner = actor()
    made = offer(owner, published=False, hs="")
    with pytest.raises(ValidationError) as fault:
        services.publish_offer(made, by=owner, at=AT)
    assert set(fault.value.message_dict) == {"hs"}
    made.refresh_from_db()
    assert made.state == Offer.State.DRAFT


@pytest.mark.parametrize("published", [True, False])
def test_a_withdrawal_is_undone_to_what_it_was(published):
    owner = actor()
    made = offer(owner, published=published)
    was = made.state
    services.withdraw_offer(made, by=owner, at=AT)
    made = services.restore_offer(made, by=owner, at=AT)
    assert made.state == was
    with pytest.raises(Refused):
        services.restore_offer(made, by=owner, at=AT)


def test_only_those_who_work_for_its_organisation_change_it_and_an_unverified_one_publishes_nothing():
    owner = actor()
    made = offer(owner, published=False)
    for who in (actor(), actor("zone"), actor(role="reader", organisation=owner.organisation)):
        for change in (
            lambda who: services.change_offer(made, APPLES, by=who, at=AT),
            lambda who: services.publish_offer(made, by=who, at=AT),
            lambda who: services.withdraw_offer(made, by=who, at=AT),
            lambda who: services.copy_offer(made, by=who, at=AT),
        ):
            with pytest.raises(NotAllowed):
                change(who)
    with pytest.raises(NotAllowed):
        services.new_offer(APPLES, by=actor("zone"), at=AT)
    unverified = actor(organisation=organisation(state="applied"))
    mine = services.new_offer(APPLES, by=unverified, at=AT)
    with pytest.raises(NotAllowed):
        services.publish_offer(mine, by=unverified, at=AT)


def test_each_change_is_one_entry_and_no_change_is_none():
    owner = actor()
    made = offer(owner)
    services.change_offer(made, {**APPLES, "price": "0.95"}, by=owner, at=AT)
    services.change_offer(made, {**APPLES, "price": "0.950"}, by=owner, at=AT)
    services.withdraw_offer(made, by=owner, at=AT)
    verbs = list(Entry.objects.order_by("number").values_list("verb", flat=True))
    assert verbs == ["offer.made", "offer.published", "offer.changed", "offer.withdrawn"]
    changed = Entry.objects.get(verb="offer.changed").facts
    assert (changed["before"], changed["after"]) == ({"price": "0.9"}, {"price": "0.95"})


def test_a_copy_is_a_new_draft_with_its_last_day_left_open():
    owner = actor()
    made = offer(owner, valid_to="2026-12-31")
    copy = services.copy_offer(made, by=owner, at=AT)
    assert (copy.state, copy.valid_to, copy.title, copy.price) == (Offer.State.DRAFT, None, made.title, made.price)


@pytest.mark.parametrize("word", ["apples", "苹果", "яблоки", "qingdao", "青岛", "циндао", "китай", "fuji", "080810"])
def test_it_is_found_by_its_words_in_every_language(word):
    made = offer(actor(), text="Size 80 and above")
    assert word in made.words


def test_who_offers_finds_who_asks_for_the_same_goods_and_then_for_those_of_the_heading():
    owner, buyer = actor(), actor()
    apples = offer(owner)
    pears = offer(buyer, kind="request", hs="080830", title="Pears")
    same = offer(buyer, kind="request", title="Apples wanted")
    offer(buyer, kind="request", hs="070310", title="Onions")
    offer(buyer, title="Apples, too")
    offer(owner, kind="request", title="My own request")
    offer(buyer, kind="request", published=False, title="A draft")
    assert counterparts(apples, owner, TODAY) == [same, pears]
