"""Every change of a case in every state by every role: done, not allowed, or refused for now."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from chorsu.desks.journal.models import Entry
from chorsu.desks.refusals import NotAllowed, Refused
from chorsu.desks.trade import services
from chorsu.desks.trade.models import Alteration, Case, File, Message, Milestone
from chorsu.desks.trade.permissions import can
from chorsu.desks.trade.queries import visible_cases
from tests.people import AT, actor, client_of
from tests.trade.world import APPLES, mandate, world

pytestmark = pytest.mark.django_db

# Who may: o the trader's staff, b the broker who has the case in hand, c the carrier named, z the zone's officer.
# In the first two states no broker has it; in the others one has.
TABLE = """
verb             draft planned with_broker submitted returned accepted under_way closed withdrawn
change           o     o       -           -         ob       -        -         -      -
choose_way       o     o       -           -         ob       -        -         -      -
name_carrier     -     o       ob          ob        ob       ob       -         -      -
hand_over        -     o       -           -         -        -        -         -      -
take_back        -     -       o           -         o        -        -         -      -
submit           -     o       b           -         b        -        -         -      -
accept           -     -       -           z         -        -        -         -      -
send_back        -     -       -           z         -        -        -         -      -
ask              -     z       z           z         z        z        z         -      -
write            ocz   ocz     obcz        obcz      obcz     obcz     obcz      -      -
answer           oc    oc      obc         obc       obc      obc      obc       -      -
add_file         ocz   ocz     obcz        obcz      obcz     obcz     obcz      -      -
remove_file      ocz   ocz     obcz        obcz      obcz     obcz     obcz      -      -
reach            -     -       -           -         -        obc      obc       -      -
close            -     -       -           -         -        -        ob        -      -
withdraw         o     o       o           o         o        -        -         -      -
read_alteration  o     o       ob          ob        ob       ob       ob        -      -
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]
STATES = ROWS[0][1:]
CELLS = {(row[0], state): cell for row in ROWS[1:] for state, cell in zip(STATES, row[1:], strict=True)}
VERBS = [row[0] for row in ROWS[1:]]
LETTERS = {"staff": "o", "administrator": "o", "broker": "b", "carrier": "c", "officer": "z"}


ASKED = {
    "change": lambda case, of, **by: services.change_consignment(case, {**APPLES, "incoterm": "FCA"}, **by),
    "choose_way": lambda case, of, **by: services.choose_way(case, 0, **by),
    "name_carrier": lambda case, of, **by: services.name_carrier(case, None, **by),
    "hand_over": lambda case, of, **by: services.hand_to_broker(case, of.broker.organisation, **by),
    "send_back": lambda case, of, **by: services.return_case(case, "The net mass is missing.", **by),
    "ask": lambda case, of, **by: services.write(case, "Which orchard?", is_question=True, **by),
    "write": lambda case, of, **by: services.write(case, "The truck is late.", **by),
    "answer": lambda case, of, **by: services.write(case, "Number 7.", answers=case.messages.get(is_question=True), **by),
    "add_file": lambda case, of, **by: services.add_file(case, "packing.pdf", b"%PDF-1.4\n%%EOF\n", **by),
    "remove_file": lambda case, of, **by: services.remove_file(
        case.files.filter(organisation=by["by"].organisation).first(), **by
    ),
    "reach": lambda case, of, **by: services.reach(case.milestones.first() or Milestone(case=case), AT, **by),
    "read_alteration": lambda case, of, **by: services.read_alteration(case.alterations.get(), **by),
}


def asked_of(verb, case, who, of):
    """Do the verb to the case."""
    return ASKED.get(verb, lambda case, of, **by: getattr(services, verb)(case, **by))(case, of, by=who, at=AT)


@pytest.mark.parametrize("state", STATES)
def test_each_verb_is_done_refused_or_not_allowed_as_the_table_says(state):
    of = world()
    case = of.case(state)
    roles = {
        "staff": of.trader,
        "administrator": actor(role="administrator", organisation=of.trader.organisation),
        "reader": actor(role="reader", organisation=of.trader.organisation),
        "broker": of.broker,
        "broker's reader": actor(role="reader", organisation=of.broker.organisation),
        "carrier": of.carrier,
        "foreign": of.foreign,
        "foreign broker": actor("broker"),
        "officer": of.officer,
        "zone's reader": actor(role="reader", organisation=of.officer.organisation),
    }
    Alteration.objects.create(case=case, book="b", difference={}, made_at=AT)
    for who in roles.values():
        fields = {"name": "a.pdf", "media_type": "application/pdf", "size": 1, "digest": "0" * 64, "made_by": who.person}
        File.objects.create(case=case, organisation=who.organisation, made_at=AT, **fields)
    case.milestones.filter(kind="arrived").update(reached_at=AT)
    ever = {verb: "".join(CELLS[verb, each] for each in STATES) for verb in VERBS}
    for verb in VERBS:
        for name, who in roles.items():
            letter = LETTERS.get(name, "?")
            has_no_part = letter == "b" and case.broker is None
            with transaction.atomic():
                if verb == "answer":
                    zone = of.officer
                    Message.objects.create(
                        case=case, organisation=zone.organisation, person=zone.person, text="?", is_question=True, made_at=AT
                    )
                entries = Entry.objects.count()
                expected = (
                    None if letter in CELLS[verb, state] else NotAllowed if letter not in ever[verb] or has_no_part else Refused
                )
                told = f"{name} {verb} in {state}"
                try:
                    asked_of(verb, Case.objects.get(pk=case.pk), who, of)
                    outcome = None
                except Refused as refused:
                    outcome = type(refused)
                    assert str(refused), told
                assert outcome is expected, told
                assert Entry.objects.count() - entries == (1 if outcome is None else 0), told
                if verb not in ("answer", "remove_file"):
                    assert can(verb, who, case) == (outcome is None), told
                transaction.set_rollback(True)


@pytest.mark.parametrize("kind", ["broker", "carrier", "agency", "zone", "school"])
def test_only_traders_begin_cases(kind):
    with pytest.raises(NotAllowed):
        services.begin_case(APPLES, by=actor(kind), at=AT)


def test_an_organisation_that_is_not_verified_changes_nothing():
    of = world()
    case = of.case("planned")
    of.trader.organisation.state = "suspended"
    of.trader.organisation.save()
    for verb in ("change", "submit", "withdraw", "write"):
        with pytest.raises(NotAllowed):
            asked_of(verb, case, of.trader, of)
    with pytest.raises(NotAllowed):
        services.begin_case(APPLES, by=of.trader, at=AT)


def test_a_broker_acts_only_while_the_mandate_holds():
    of = world()
    case = of.case("with_broker")
    of.trader.organisation.mandates_given.update(valid_to=AT.date())
    services.write(case, "On its last day.", by=of.broker, at=AT)
    of.trader.organisation.mandates_given.update(valid_to="2026-11-28")
    for verb in ("submit", "write", "add_file", "name_carrier"):
        with pytest.raises(Refused, match="mandate"):
            asked_of(verb, case, of.broker, of)
    mandate(of)
    services.submit(case, by=of.broker, at=AT)


def test_what_a_broker_has_in_hand_is_back_with_the_trader_when_the_mandate_holds_no_more():
    of = world()
    kept = of.case("submitted")
    back = {state: of.case(state) for state in ("with_broker", "returned")}
    assert services.take_back_without_mandate(at=AT) == 0
    of.trader.organisation.mandates_given.update(valid_to="2026-11-28")
    assert services.take_back_without_mandate(at=AT) == 2
    assert services.take_back_without_mandate(at=AT) == 0
    for state, then in (("with_broker", "planned"), ("returned", "returned")):
        case = Case.objects.get(pk=back[state].pk)
        assert (case.state, case.broker) == (then, None)
        assert not visible_cases(of.broker).filter(pk=case.pk).exists()
        assert not case.plan.readers.filter(organisation=of.broker.organisation).exists()
    assert list(visible_cases(of.broker)) == [kept]
    told = Entry.objects.filter(verb="case.mandate_ended")
    assert {entry.facts["before"]["state"] for entry in told} == {"with_broker", "returned"}
    assert all(entry.concerns.filter(organisation=of.broker.organisation.pk).exists() for entry in told)
    mandate(of)
    assert services.hand_to_broker(back["with_broker"], of.broker.organisation, by=of.trader, at=AT).state == "with_broker"


def test_what_a_suspended_broker_has_in_hand_is_back_with_the_trader():
    of = world()
    case = of.case("with_broker")
    of.broker.organisation.state = "suspended"
    of.broker.organisation.save()
    assert services.take_back_without_mandate(at=AT) == 1
    case.refresh_from_db()
    assert (case.state, case.broker) == ("planned", None)


def test_returned_without_a_broker_it_is_the_traders_to_mend_hand_over_or_submit():
    of = world()
    for verb, then in (("submit", "submitted"), ("hand_over", "with_broker")):
        case = of.case("returned", broker=None, reason="No net mass.")
        assert asked_of(verb, case, of.trader, of).state == then


@pytest.mark.parametrize("offset", [480, -300])
@pytest.mark.parametrize("written", ["0001-01-01T00:00", "0001-01-01T23:59", "2019-01-01T00:00"])
def test_no_point_is_reached_long_before_the_case_began(offset, written):
    made = world()
    case = made.case("accepted")
    case.milestones.update(offset=offset)
    point = case.milestones.first()
    client = client_of(made.trader)
    address = f"/en/trade/cases/{case.pk}/way/"
    assert client.post(f"{address}{point.pk}/", {"reached_at": written}).status_code == 422
    with pytest.raises(Refused):
        services.reach(point, datetime.fromisoformat(written).replace(tzinfo=UTC), by=made.trader, at=AT)
    assert client.get(address).status_code == 200
