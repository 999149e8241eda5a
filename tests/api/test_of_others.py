"""What a program learns of other organisations is what a page shows of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chorsu.desks.organisations.models import Membership
from chorsu.desks.reference.models import Draft, Publication
from chorsu.desks.trade import services
from chorsu.desks.trade.models import Offer
from tests import people
from tests.api.programs import Program, done
from tests.trade.world import world

pytestmark = pytest.mark.django_db
APPLES = {"kind": "offer", "title": "Fuji", "hs": "080810", "price": "1.20", "currency": "USD"}


def test_people_are_named_to_their_own_and_to_the_zone():
    made = world()
    case = made.case("submitted")
    services.write(case, "Ready.", by=made.trader, at=people.AT)
    name = made.trader.person.name
    seen = {
        who: done(Program(who).get(f"/cases/{case.pk}/messages"))["items"][0]["person"]["name"]
        for who in (made.trader, made.carrier, made.officer)
    }
    assert list(seen.values()) == [name, "", name]


def test_of_an_enquiry_each_side_names_its_own():
    seller, buyer = people.actor(), people.actor()
    offer = services.publish_offer(services.new_offer(APPLES, by=seller, at=people.AT), by=seller, at=people.AT)
    enquiry = services.ask_about(offer, "How many?", by=buyer, at=people.AT)
    names = [done(Program(who).get(f"/enquiries/{enquiry.pk}"))["messages"][0]["person"]["name"] for who in (seller, buyer)]
    assert names == ["", buyer.person.name]


@pytest.mark.parametrize("hidden", [{"state": "withdrawn"}, {"state": "draft", "price": "99"}, {"valid_to": "2020-01-01"}])
def test_an_offer_that_is_shown_no_more_is_a_title_in_its_enquiries(hidden):
    seller, buyer = people.actor(), people.actor()
    offer = services.publish_offer(services.new_offer(APPLES, by=seller, at=people.AT), by=seller, at=people.AT)
    enquiry = services.ask_about(offer, "How many?", by=buyer, at=people.AT)
    shown = done(Program(buyer).get(f"/enquiries/{enquiry.pk}"))["offer"]
    assert (shown["state"], shown["price"]) == ("published", "1.2000")
    Offer.objects.update(**hidden)
    told = [done(Program(buyer).get(address)) for address in (f"/enquiries/{enquiry.pk}", "/enquiries")]
    for each in (told[0]["offer"], told[1]["items"][0]["offer"]):
        assert (each["id"], each["title"], each["state"], each["price"], each["hs"]) == (
            str(offer.pk), "Fuji", "withdrawn", None, "",
        )  # fmt: skip
    assert done(Program(seller).get(f"/enquiries/{enquiry.pk}"))["offer"]["price"] is not None


def test_who_drafted_and_reviewed_the_facts_is_known_to_the_zone():
    writer, reader = people.actor("zone"), people.actor("zone")
    given = {"made_at": people.AT, "changed_at": people.AT, "state": "published"}
    draft = Draft.objects.create(organisation=writer.organisation, title="VAT", made_by=writer.person, **given)
    Publication.objects.create(
        number=1, draft=draft, before="a", after="b", drafted_by=writer.person, reviewed_by=reader.person, published_at=people.AT
    )
    for who, names in ((people.actor(), ["", ""]), (writer, [writer.person.name, reader.person.name])):
        found = done(Program(who).get("/publications/1"))
        assert [found[part]["name"] for part in ("drafted_by", "reviewed_by")] == names


def test_one_token_is_one_however_its_header_is_spelt(settings):
    settings.API_REQUESTS_A_MINUTE = 4
    program = Program(people.actor())
    spellings = [f"Bearer {program.key}", f"bearer  {program.key}", f"BEARER   {program.key} ", f"beareR    {program.key}"] * 3
    answers = [program.client.get("/api/v1/me", headers={"Authorization": written}).status_code for written in spellings]
    assert 429 in answers


def test_a_token_is_no_way_around_the_second_factor():
    officer = people.actor("zone", "staff")
    program = Program(officer)
    done(program.get("/me"))
    Membership.objects.filter(person=officer.person).update(role="administrator")
    done(program.get("/me"), 403)
    people.client_of(people.Actor(officer.person, officer.organisation, "administrator"))  # sets one up
    done(program.get("/me"))


def test_a_token_opens_nothing_once_its_person_has_left_or_is_shut_out():
    trader = people.actor()
    program = Program(trader)
    done(program.get("/me"))
    trader.person.is_active = False
    trader.person.save()
    done(program.get("/me"), 401)
    trader.person.is_active = True
    trader.person.save()
    Membership.objects.filter(person=trader.person).update(ended_at=timezone.now() - timedelta(seconds=1))
    done(program.get("/me"), 401)
