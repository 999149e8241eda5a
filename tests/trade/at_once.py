"""Two people at one case at once. Run on PostgreSQL, where rows are locked one by one."""

import threading

import pytest
from django.db import connections

from chorsu.desks.journal.models import Entry
from chorsu.desks.refusals import Refused
from chorsu.desks.trade import services
from chorsu.desks.trade.models import Case
from tests.people import AT, actor
from tests.trade.world import APPLES, mandate, world

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works) -> list:
    """What each work gives or refuses, all begun at the same moment."""
    begin, ended = threading.Barrier(len(works)), [None] * len(works)

    def run(number, work):
        begin.wait()
        try:
            ended[number] = work()
        except Refused as refused:
            ended[number] = refused
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ended


def refused(ended) -> int:
    return sum(isinstance(each, Refused) for each in ended)


def test_a_case_is_handed_to_one_broker_alone():
    of = world()
    other = actor("broker")
    mandate(of, broker=other.organisation)
    case = of.case("planned")
    houses = (of.broker.organisation, other.organisation, of.broker.organisation, other.organisation)
    ended = at_once(*(lambda house=house: services.hand_to_broker(case, house, by=of.trader, at=AT) for house in houses))
    assert refused(ended) == 3
    case.refresh_from_db()
    readers = {reader.organisation_id for reader in case.plan.readers.all()}
    assert readers == {of.trader.organisation.pk, case.broker_id, of.carrier.organisation.pk}
    assert Entry.objects.filter(verb="case.handed_to_broker").count() == 1


def test_a_case_is_either_accepted_or_returned():
    of = world()
    case, second = of.case("submitted"), actor("zone", organisation=of.officer.organisation)
    ended = at_once(
        lambda: services.accept(case, by=of.officer, at=AT),
        lambda: services.return_case(case, "No net mass.", by=of.officer, at=AT),
        lambda: services.accept(case, by=second, at=AT),
    )
    assert refused(ended) == 2
    assert Entry.objects.filter(stream_id=f"case:{case.pk}").count() == 3
    assert Case.objects.get().state in ("accepted", "returned")


def test_cases_that_begin_at_once_have_numbers_of_their_own():
    of = world()
    cases = at_once(*(lambda: services.begin_case(APPLES | {"reference": ""}, by=of.trader, at=AT) for _each in range(5)))
    assert refused(cases) == 0
    assert sorted(case.reference for case in cases) == [f"2026-000{number}" for number in range(1, 6)]
    assert all(case.consignment["reference"] == case.reference for case in Case.objects.all())


def test_a_question_that_is_asked_while_the_case_is_accepted_is_on_an_open_case_or_blocks():
    of = world()
    case = of.case("submitted")
    second = actor("zone", organisation=of.officer.organisation)
    at_once(
        lambda: services.write(case, "Which orchard?", by=second, at=AT, is_question=True),
        lambda: services.accept(case, by=of.officer, at=AT),
    )
    verbs = list(Entry.objects.filter(stream_id=f"case:{case.pk}").order_by("number").values_list("verb", flat=True))[2:]
    assert verbs in (["case.question_asked"], ["case.accepted", "case.question_asked"])


def test_the_same_file_lies_on_a_case_once():
    of = world()
    case = of.case("planned")
    content = b"%PDF-1.4\n%%EOF\n"
    ended = at_once(*(lambda: services.add_file(case, "a.pdf", content, by=of.trader, at=AT) for _each in range(4)))
    assert refused(ended) == 3
    assert case.files.count() == 1
