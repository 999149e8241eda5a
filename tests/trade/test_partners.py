"""The address book: one's own alone, no partner twice, taken out and put back, people erasable."""

import pytest
from django.core.exceptions import ValidationError

from chorsu.desks.journal.models import Entry
from chorsu.desks.refusals import NotAllowed, Refused
from chorsu.desks.trade import services
from chorsu.desks.trade.models import Partner
from chorsu.desks.trade.queries_goods import visible_partners
from tests.people import AT, actor, organisation

pytestmark = pytest.mark.django_db
ALMATY = {"name": "Almaty Foods LLP", "country": "KZ", "address": "Almaty, Abay 1", "email": "aidar@example.kz", "note": "Aidar"}


def test_an_address_book_is_its_organisation_s_alone():
    owner, other = actor(), actor()
    made = services.add_partner(ALMATY, by=owner, at=AT)
    assert list(visible_partners(owner)) == [made]
    assert not visible_partners(other)
    assert not visible_partners(actor("zone"))
    assert not visible_partners(None)
    for change in (services.remove_partner, services.restore_partner):
        with pytest.raises(NotAllowed):
            change(made, by=other, at=AT)
    with pytest.raises(NotAllowed):
        services.change_partner(made, ALMATY, by=other, at=AT)
    with pytest.raises(NotAllowed):
        services.add_partner(ALMATY, by=actor(role="reader"), at=AT)


@pytest.mark.parametrize(
    ("field", "value"), [("name", " "), ("name", "x" * 201), ("country", "ZZ"), ("email", "aidar"), ("note", "x" * 2001)]
)
def test_each_fault_stands_beside_its_field(field, value):
    with pytest.raises(ValidationError) as fault:
        services.add_partner({**ALMATY, field: value}, by=actor(), at=AT)
    assert set(fault.value.message_dict) == {field}
    assert not Partner.objects.exists()
    assert not Entry.objects.exists()


def test_no_partner_stands_in_the_book_twice():
    owner, member = actor(), organisation()
    services.add_partner(ALMATY, by=owner, at=AT, member=member)
    with pytest.raises(ValidationError) as by_name:
        services.add_partner(ALMATY, by=owner, at=AT)
    with pytest.raises(ValidationError) as by_member:
        services.add_partner({**ALMATY, "name": "Another"}, by=owner, at=AT, member=member)
    assert "name" in by_name.value.message_dict
    assert "member" in by_member.value.message_dict
    services.add_partner({**ALMATY, "country": "UZ"}, by=owner, at=AT)
    services.add_partner(ALMATY, by=actor(), at=AT, member=member)


def test_what_was_taken_out_is_put_back_unless_another_took_its_place():
    owner = actor()
    made = services.add_partner(ALMATY, by=owner, at=AT)
    services.remove_partner(made, by=owner, at=AT)
    with pytest.raises(Refused):
        services.change_partner(made, ALMATY, by=owner, at=AT)
    services.restore_partner(made, by=owner, at=AT)
    services.remove_partner(made, by=owner, at=AT)
    services.add_partner(ALMATY, by=owner, at=AT)
    with pytest.raises(Refused):
        services.restore_partner(made, by=owner, at=AT)


def test_what_names_people_is_erasable_and_what_did_not_change_is_not_told():
    owner = actor()
    made = services.add_partner(ALMATY, by=owner, at=AT)
    services.change_partner(made, {**ALMATY, "note": ""}, by=owner, at=AT)
    services.change_partner(made, {**ALMATY, "note": ""}, by=owner, at=AT)
    added, changed = Entry.objects.order_by("number")
    assert (added.verb, changed.verb) == ("partner.added", "partner.changed")
    assert "idar" not in str(added.facts) + str(changed.facts)
    assert added.personal["email"] == "aidar@example.kz"


@pytest.mark.parametrize("word", ["almaty", "казахстан", "哈萨克斯坦", "aidar", "abay"])
def test_a_partner_is_found_by_its_words_in_every_language(word):
    assert word in services.add_partner(ALMATY, by=actor(), at=AT).words
