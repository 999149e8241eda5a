"""What whoever reads a case must do now: decided without a database, one next action for each state and reader."""

import pytest
from django.utils import translation

from chorsu.desks.actor import Actor
from chorsu.desks.organisations.models import Organisation, Person
from chorsu.desks.trade.doing import Facts, next_step, other_acts
from chorsu.desks.trade.models import Case


def actor(kind, role="staff"):
    return Actor(Person(), Organisation(kind=kind, name=kind.title(), state="verified"), role)


TRADER, BROKER, CARRIER, OFFICER = (actor(kind) for kind in ("trader", "broker", "carrier", "zone"))
READER = Actor(Person(), TRADER.organisation, "reader")


def case(state, *, broker=True, **fields):
    given = {"trader": TRADER.organisation, "carrier": CARRIER.organisation, "consignment": {"items": []}, "state": state}
    return Case(**(given | ({"broker": BROKER.organisation} if broker else {}) | fields))


# state, broker in hand, facts; then the button of trader, broker, carrier and officer: "" where somebody else is on.
ASKED, ARRIVED, NO_WAY = Facts(has_question=True), Facts(has_arrived=True), Facts(has_way=False)
TABLE = [
    ("draft", False, NO_WAY, "Compare the ways", "", "", ""),
    ("planned", False, Facts(), "Choose a broker", "", "", ""),
    ("planned", False, NO_WAY, "Compare the ways", "", "", ""),
    ("with_broker", True, Facts(), "", "Submit to the zone", "", ""),
    ("submitted", True, Facts(), "", "", "", "Accept"),
    ("submitted", True, ASKED, "Read and answer", "Read and answer", "", ""),
    ("returned", True, Facts(), "", "Submit again", "", ""),
    ("returned", False, Facts(), "Submit again", "", "", ""),
    ("returned", True, NO_WAY, "Compare the ways", "Compare the ways", "", ""),
    ("accepted", True, Facts(), "To the milestones", "To the milestones", "To the milestones", ""),
    ("under_way", True, Facts(), "To the milestones", "To the milestones", "To the milestones", ""),
    ("under_way", True, ARRIVED, "Close", "Close", "", ""),
    ("closed", True, ARRIVED, "", "", "", ""),
    ("withdrawn", False, Facts(), "", "", "", ""),
]


@pytest.mark.parametrize(("state", "broker", "facts", "trader", "brokers", "carrier", "officer"), TABLE)
def test_one_next_action_for_whoever_reads(state, broker, facts, trader, brokers, carrier, officer):
    thing = case(state, broker=broker)
    for who, button in (
        (TRADER, trader),
        (BROKER, brokers if broker else ""),
        (CARRIER, carrier),
        (OFFICER, officer),
        (READER, ""),
    ):
        step = next_step(who, thing, facts)
        assert str(step.label) == button
        assert step.is_ours == bool(button)
        assert bool(step.address) == bool(button)
        assert str(step.what)
        assert str(step.why)


def test_an_empty_draft_asks_for_its_consignment():
    assert str(next_step(TRADER, case("draft", broker=False, consignment={}), NO_WAY).label) == "Fill in"


def test_a_change_of_law_comes_before_the_course_of_the_case_and_after_a_question():
    altered = case("accepted", is_altered=True)
    assert str(next_step(TRADER, altered).label) == "See what changes"
    assert not next_step(OFFICER, altered).is_ours
    assert str(next_step(TRADER, case("submitted", is_altered=True), ASKED).label) == "Read and answer"


def test_what_would_be_refused_is_not_offered():
    def offered(who, thing, facts):
        return [str(act.label) for act in other_acts(who, thing, next_step(who, thing, facts), facts)]

    assert "Submit it yourself" in offered(TRADER, case("planned", broker=False), Facts())
    assert "Submit it yourself" not in offered(TRADER, case("planned", broker=False), NO_WAY)
    assert "Accept" not in offered(OFFICER, case("submitted"), ASKED)
    assert "Close" not in offered(TRADER, case("under_way"), Facts())
    assert offered(READER, case("planned", broker=False), Facts()) == []
    with translation.override("ru"):
        assert "Отозвать" in offered(TRADER, case("draft", broker=False), NO_WAY)
