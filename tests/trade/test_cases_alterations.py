"""A change of law or rates alters an open case: found once, told to whom it concerns, read or planned again."""

import copy

import pytest

from chorsu.desks.journal.models import Concern, Entry
from chorsu.desks.plans import planner
from chorsu.desks.trade import services
from chorsu.desks.trade.models import Alteration, PlanOfDay
from chorsu.desks.trade.services.alterations import difference_of
from chorsu.planning import load_references
from tests.people import AT, client_of
from tests.trade.world import APPLES, world

PLAN = planner.answer(APPLES).to_json("en")
WAY = PLAN["chosen"]


def other(change) -> dict:
    """The plan with something changed in it."""
    answer = copy.deepcopy(PLAN)
    change(answer)
    return answer


def charges(answer):
    return next(
        row["assessment"]["charges"] for row in answer["assessments"] if row["journey"] == WAY and row["side"] == "import"
    )


def landed(answer):
    return next(row for row in answer["landed"] if row["journey"] == WAY)


def set_total(total):
    return lambda answer: landed(answer).update(total=total)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda answer: None, {}),
        (lambda answer: charges(answer)[0].update(expression="7%"), "charges"),
        (lambda answer: charges(answer).pop(), "charges"),
        (lambda answer: charges(answer)[0].update(amount="1.00"), {}),  # the same rate on another rate of exchange
        (lambda answer: answer["requirements"].pop(), "requirements"),
        (lambda answer: answer["requirements"].append({"measure": "new", "side": "import", "journeys": []}), "requirements"),
        (lambda answer: answer["requirements"].append({"measure": "new", "side": "import", "journeys": [WAY + 1]}), {}),
        (set_total("1"), "total"),
        (set_total(None), "total"),
        (set_total(landed(PLAN)["total"] + "1"), {}),  # a hundredth of a cent
    ],
)
def test_what_a_party_would_act_on_is_told(change, told):
    now = other(change)
    found = difference_of(PLAN, WAY, now, WAY)
    if not told:
        assert found == {}
    elif told == "charges":
        assert len(found["charges"]) == 1
    elif told == "requirements":
        assert len(found["requirements"]["gone"]) + len(found["requirements"]["added"]) == 1
    else:
        assert found["total"] == [landed(PLAN)["total"], landed(now)["total"]]


def was_otherwise(case, change):
    """Let the plan of the day have said something else, as if the law had changed since."""
    day = PlanOfDay.objects.get(case=case)
    change(day.answers["en"])
    day.save()


def first_duty(answer):
    row = next(row for row in answer["assessments"] if row["journey"] == answer["chosen"] and row["assessment"]["charges"])
    row["assessment"]["charges"][0]["expression"] = "99%"


@pytest.mark.django_db
def test_an_alteration_is_found_once_told_and_read():
    of = world()
    case, same = of.case("submitted"), of.case("accepted")
    draft, closed = of.case("draft"), of.case("closed")
    was_otherwise(case, first_duty)
    assert services.find_alterations(at=AT) == 2  # the two that are open and have a way
    assert services.find_alterations(at=AT) == 0
    alteration = Alteration.objects.get()
    assert alteration.case == case
    for each in (case, same, draft, closed):
        each.refresh_from_db()
        assert each.is_altered == (each == case)
    entry = Entry.objects.get(verb="case.altered")
    assert entry.organisation is None
    told = set(Concern.objects.filter(entry=entry).values_list("organisation", flat=True))
    everybody = (of.trader, of.broker, of.carrier, of.officer)
    assert told == {who.organisation.pk for who in everybody}

    client = client_of(of.trader)
    assert "altered" in client.get("/en/trade/cases/").content.decode()
    page = client.get(f"/en/trade/cases/{case.pk}/now/").content.decode()
    assert "99" in page
    client.post(f"/en/trade/cases/{case.pk}/alterations/{alteration.pk}/read/")
    case.refresh_from_db()
    assert not case.is_altered
    assert Entry.objects.filter(verb="case.alteration_read").count() == 1


@pytest.mark.django_db
def test_a_way_chosen_anew_answers_an_alteration():
    of = world()
    case = of.case("planned")
    was_otherwise(case, first_duty)
    services.find_alterations(at=AT)
    case.refresh_from_db()
    assert case.is_altered
    services.choose_way(case, 0, by=of.trader, at=AT)
    assert services.find_alterations(at=AT) == 1
    case.refresh_from_db()
    assert not case.is_altered


@pytest.mark.django_db
def test_the_worker_takes_some_at_once_and_goes_on_where_it_was():
    of = world()
    for _each in range(3):
        of.case("planned")
    assert [services.find_alterations(at=AT, most=2) for _each in range(3)] == [2, 1, 0]


@pytest.mark.django_db
def test_a_consignment_that_can_no_longer_be_planned_and_a_way_that_is_gone_are_told():
    of = world()
    gone, faulty = of.case("planned"), of.case("planned")
    was_otherwise(gone, lambda answer: answer["journeys"][0]["legs"][0].update(service="no-such-train"))
    faulty.consignment = {**faulty.consignment, "to": "XXXXX"}
    faulty.save()
    services.find_alterations(at=AT)
    assert Alteration.objects.get(case=gone).difference == {"way_gone": True}
    assert Alteration.objects.get(case=faulty).difference["not_planned"]
    client = client_of(of.trader)
    for case in (gone, faulty):
        assert client.get(f"/en/trade/cases/{case.pk}/now/").status_code == 200


def test_the_mark_names_law_and_rates():
    references = load_references()
    assert len(references.book.hash) > 0
    assert len(references.rates.hash) > 0
