"""The first page of who is signed in: each sees what waits for them, the most pressing first, with one action each."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from chorsu.desks.organisations.models import Mandate, Organisation
from chorsu.desks.todo import Tone
from chorsu.desks.trade import services
from chorsu.portal.today import gathered
from tests.people import actor, client_of, organisation
from tests.trade.test_offers import APPLES, offer
from tests.trade.world import State, world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def told(who) -> dict:
    return {(thing.title, str(thing.tone)): thing for thing in gathered(who, timezone.localdate())}


def test_a_case_waits_for_whoever_has_it_and_for_nobody_else():
    of = world()
    case = of.case(State.WITH_BROKER)
    mine = (f"{case.reference} of {case.trader}", "now")
    assert mine in told(of.broker)
    assert not any(case.reference in title for title, _tone in told(of.trader))
    assert not any(case.reference in title for who in (of.officer, of.foreign) for title, _tone in told(who))


def test_what_came_back_stands_first_with_the_reason():
    of = world()
    returned = of.case(State.RETURNED, broker=None, reason="The net mass is missing.")
    of.case(State.PLANNED)
    things = gathered(of.trader, timezone.localdate())
    assert (things[0].title, things[0].tone) == (returned.reference, Tone.LATE)
    assert "The net mass is missing." in things[0].why


def test_a_point_that_was_not_told_is_late_and_an_enquiry_waits_for_its_answer():
    of, now = world(), timezone.now()
    case = of.case(State.UNDER_WAY)
    case.milestones.update(planned_at=now - timedelta(days=5), planned_p90=now - timedelta(days=3))
    about = offer(of.trader, title="Apples of October")
    services.ask_about(about, "Still there?", by=of.foreign, at=now)
    assert (case.reference, "late") in told(of.trader)
    assert ("Apples of October", "now") in told(of.trader)
    assert ("Apples of October", "now") not in told(of.foreign)


def test_an_offer_that_ends_and_a_mandate_that_ends_are_told_before():
    now = timezone.now()
    who = actor(role="administrator")
    soon = (now + timedelta(days=3)).date()
    made = services.new_offer({**APPLES, "title": "Ending", "valid_to": soon.isoformat()}, by=who, at=now)
    services.publish_offer(made, by=who, at=now)
    broker = organisation("broker")
    Mandate.objects.create(
        trader=who.organisation,
        broker=broker,
        valid_from=now.date(),
        valid_to=soon,
        state="accepted",
        made_at=now,
        changed_at=now,
    )
    found = told(who)
    assert found["Ending", "soon"].due == soon
    assert found[str(broker), "soon"].due == soon


def test_the_officer_verifies_and_a_new_organisation_is_shown_its_first_steps():
    waiting = organisation(state=Organisation.State.APPLIED, name="New Trader")
    assert ("New Trader", "now") in told(actor("zone"))
    steps = {title for title, tone in told(actor(role="administrator", organisation=waiting)) if tone == "begin"}
    assert steps == {"Verification", "Your colleagues"}
    verified = {title for title, tone in told(actor(role="administrator")) if tone == "begin"}
    assert verified == {"Your colleagues", "A broker", "Your first consignment"}


def test_a_reader_has_nothing_to_do_and_the_page_says_so():
    text = client_of(actor(role="reader")).get("/en/").content.decode()
    assert "Nothing waits for" in text


def test_the_page_asks_the_database_a_bounded_number_of_times(django_assert_max_num_queries):
    of = world()
    for _number in range(14):
        of.case(State.PLANNED)
    client = client_of(of.trader)
    with django_assert_max_num_queries(110):
        assert client.get("/en/").status_code == 200
