"""The pages of cases: carried from the first to the last by three people, seen by whom it concerns and by nobody else."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chorsu.desks.journal.models import Concern, Entry
from chorsu.desks.trade import services
from chorsu.desks.trade.models import Case, Message
from chorsu.desks.trade.shown import points_of
from tests.people import AT, actor, client_of
from tests.trade.world import APPLES, world

pytestmark = pytest.mark.django_db

FIELDS = {
    "place_from": "CNJZH", "place_to": "KZALA", "ready": "2026-12-10", "incoterm": "DAP", "incoterm_place": "KZALA",
    "buyer_kind": "business", "items-TOTAL_FORMS": "1", "items-INITIAL_FORMS": "0",
    "items-0-hs": "080810", "items-0-origin": "CN",
    "items-0-net_mass": "20000", "items-0-gross_mass": "21500", "items-0-value": "18000", "items-0-currency": "USD",
    "items-0-codes": "EAEU 0808108008; CN 08081000", "items-0-description": "Fresh apples, Fuji",
}  # fmt: skip


def choose(client, case):
    """Choose the way that the plan's page shows, as a reader does."""
    page = client.get(f"/en/plans/{case.plan.token}/").content.decode()
    assert f'action="/en/trade/cases/{case.pk}/choose/"' in page
    way = re.search(r'name="way" value="([^"]+)"', page)[1]
    return client.post(f"/en/trade/cases/{case.pk}/choose/", {"way": way}, follow=True)


def test_a_case_is_carried_from_the_form_to_the_closed_file():
    of = world()
    trader, broker, officer = (client_of(who) for who in (of.trader, of.broker, of.officer))
    begun = trader.post("/en/trade/cases/new/", FIELDS)
    case = Case.objects.get()
    assert begun.headers["Location"] == f"/en/trade/cases/{case.pk}/"
    assert case.reference == "2026-0001"
    at = f"/en/trade/cases/{case.pk}/"
    assert "Compare the ways" in trader.get(at).content.decode()
    assert broker.get(at).status_code == 404
    assert "The way is chosen" in choose(trader, case).content.decode()

    assert "2026-0001" in trader.get(f"{at}papers/").content.decode()
    trader.post(f"{at}broker/", {"broker": of.broker.organisation.pk})
    broker.post(f"{at}files/", {"file": SimpleUploadedFile("declaration.pdf", b"%PDF-1.4\n%%EOF\n")})
    case.refresh_from_db()
    file = case.files.get()
    got = officer.get(f"{at}files/{file.pk}/")
    assert got.content == b"%PDF-1.4\n%%EOF\n"
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    broker.post(f"{at}submit/")

    officer.post(f"{at}messages/", {"text": "Which orchard?", "ask": "1"})
    question = Message.objects.get()
    assert "not answered yet" in officer.post(f"{at}accept/", follow=True).content.decode()
    assert 'id="question"' in broker.get(f"{at}messages/").content.decode()
    broker.post(f"{at}messages/", {"text": "Number 7, Laixi.", "answers": question.pk})
    officer.post(f"{at}return/", {"reason": "The gross mass does not fit."})
    assert "The gross mass does not fit." in trader.get(at).content.decode()
    broker.post(f"{at}submit/")
    officer.post(f"{at}accept/")

    for number, point in enumerate(case.milestones.all()):
        told = {"reached_at": f"2026-11-{number + 10}T08:00", "note": ""}
        assert trader.post(f"{at}way/{point.pk}/", told).status_code == 302, point.kind
    assert "Close the case" in trader.get(at).content.decode()
    trader.post(f"{at}close/")
    case.refresh_from_db()
    assert case.state == "closed"
    verbs = [entry.verb for entry in Entry.objects.filter(stream_id=f"case:{case.pk}").order_by("number")]
    assert verbs[:9] == [
        "case.begun",
        "case.way_chosen",
        "case.handed_to_broker",
        "case.file_added",
        "case.submitted",
        "case.question_asked",
        "case.question_answered",
        "case.returned",
        "case.submitted",
    ]
    concerned = {(row.entry.verb, row.organisation) for row in Concern.objects.select_related("entry")}
    told = {verb for verb, organisation in concerned if organisation == of.officer.organisation.pk}
    assert "case.begun" not in told
    assert {"case.submitted", "case.closed"} <= told


@pytest.mark.parametrize("who", ["foreign", "carrier", "broker"])
def test_what_one_does_not_see_is_not_there(who):
    of = world()
    case = of.case("planned", carrier=None)
    client = client_of(getattr(of, who))
    point = case.milestones.first()
    for path in (
        "",
        "papers/",
        "way/",
        f"way/{point.pk}/",
        "messages/",
        "files/",
        "history/",
        "change/",
        "plan/",
        "plan.json",
        "now/",
    ):
        assert client.get(f"/en/trade/cases/{case.pk}/{path}").status_code == 404, path
    for path in ("choose", "submit", "accept", "return", "withdraw", "close", "broker", "carrier", "template", "repeat"):
        assert client.post(f"/en/trade/cases/{case.pk}/{path}/").status_code == 404, path
    token = case.plan.token
    for path in ("", "plan.json", "plan.pdf", "terms/", "days/", "changes/", "declaration/", "invoice.pdf", "keep/", "forget/"):
        assert client.get(f"/en/plans/{token}/{path}").status_code in (404, 405), path
    for path in ("", "code/", "term/", "keep/", "forget/", "back/"):
        assert client.post(f"/en/plans/{token}/{path}").status_code == 404, path
    assert case.reference not in client.get("/en/trade/cases/").content.decode()


def test_the_plan_of_a_case_is_changed_through_the_case(client):
    of = world()
    case = of.case("planned")
    token, trader = case.plan.token, client_of(of.trader)
    assert client.get(f"/en/plans/{token}/").status_code == 404
    assert client_of(of.carrier).get(f"/en/plans/{token}/").status_code == 404
    services.name_carrier(Case.objects.get(), None, by=of.trader, at=AT)
    services.name_carrier(Case.objects.get(), of.carrier.organisation, by=of.trader, at=AT)
    read = client_of(of.carrier).get(f"/en/plans/{token}/").content.decode()
    assert "change-form" not in read
    assert client_of(of.carrier).post(f"/en/plans/{token}/", FIELDS).status_code == 403
    assert client_of(of.officer).post(f"/en/plans/{token}/term/", {"term": "FCA", "price": "17000"}).status_code == 403
    assert trader.post(f"/en/plans/{token}/term/", {"term": "FCA", "price": "17000"}).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.consignment["incoterm"]) == ("draft", "FCA")
    assert Entry.objects.filter(verb="case.changed").count() == 1


def test_lists_are_searched_filtered_sorted_and_taken_along():
    of = world()
    for state in ("draft", "planned", "submitted"):
        of.case(state, reference=f"TAO-{state}")
    client = client_of(of.trader)

    def references(query):
        return re.findall(r">(TAO-\w+)</a>", client.get(f"/en/trade/cases/?{query}").content.decode())

    assert set(references("")) == {"TAO-draft", "TAO-planned", "TAO-submitted"}
    assert references("state=planned") == ["TAO-planned"]
    assert references("sort=reference") == ["TAO-draft", "TAO-planned", "TAO-submitted"]
    assert references("q=tao-sub+苹果") == ["TAO-submitted"]
    assert references("q=pears") == []
    assert set(references("waits=1")) == {"TAO-draft", "TAO-planned"}
    assert references("part=broker") == []
    assert references("state=nonsense&sort=nonsense&page=99") != []
    sheet = client.get("/en/trade/cases.csv?state=planned").content.decode("utf-8-sig")
    assert "TAO-planned" in sheet
    assert "TAO-draft" not in sheet
    assert client.get("/ru/trade/cases.xlsx").headers["Content-Type"].endswith("sheet")


def test_a_list_asks_the_database_no_more_for_many_than_for_one(django_assert_max_num_queries):
    of = world()
    for _each in range(6):
        of.case("submitted")
    for who in (of.trader, of.broker, of.officer):
        client = client_of(who)
        client.get("/en/trade/cases/")
        with django_assert_max_num_queries(14):
            client.get("/en/trade/cases/")


def test_a_faulty_consignment_is_shown_with_each_fault_beside_its_field():
    of = world()
    client = client_of(of.trader)
    page = client.post("/en/trade/cases/new/", FIELDS | {"items-0-hs": "999999", "place_to": "Nowhere at all"})
    assert page.status_code == 422
    assert page.content.decode().count('class="faults"') >= 2
    assert not Case.objects.exists()
    services.begin_case({**APPLES, "reference": "TAKEN"}, by=of.trader, at=AT)
    again = client.post("/en/trade/cases/new/", FIELDS | {"reference": "TAKEN"})
    assert again.status_code == 422
    assert "You have a case “TAKEN” already" in again.content.decode()


def test_an_empty_case_asks_for_its_consignment():
    of = world()
    client = client_of(of.trader)
    client.post("/en/trade/cases/new/", {"empty": "1"})
    case = Case.objects.get()
    assert "Say what is sent" in client.get(f"/en/trade/cases/{case.pk}/").content.decode()
    for part in ("papers/", "way/", "messages/", "files/", "change/"):
        assert client.get(f"/en/trade/cases/{case.pk}/{part}").status_code == 200
    client.post(f"/en/trade/cases/{case.pk}/change/", FIELDS)
    case.refresh_from_db()
    assert case.plan.is_private
    assert case.consignment["reference"] == case.reference


def test_templates_and_repetitions_begin_cases():
    of = world()
    case = of.case("withdrawn")
    client = client_of(of.trader)
    client.post(f"/en/trade/cases/{case.pk}/template/", {"name": "Apples to Almaty"})
    again = client.post(f"/en/trade/cases/{case.pk}/template/", {"name": "Apples to Almaty"})
    assert again.status_code == 422
    template = of.trader.organisation.templates.get()
    assert "Apples to Almaty" in client.get("/en/trade/templates/").content.decode()
    assert client_of(of.foreign).post(f"/en/trade/templates/{template.pk}/use/").status_code == 404
    client.post(f"/en/trade/templates/{template.pk}/use/")
    client.post(f"/en/trade/cases/{case.pk}/repeat/")
    assert Case.objects.count() == 3
    assert len({each.reference for each in Case.objects.all()}) == 3
    client.post(f"/en/trade/templates/{template.pk}/delete/")
    assert not of.trader.organisation.templates.exists()


def test_the_plan_of_the_day_stays_as_it_was_in_three_languages():
    of = world()
    case = of.case("accepted")
    client = client_of(of.officer)
    for language, says in (("en", "Almaty"), ("zh-hans", "阿拉木图"), ("ru", "Алматы")):
        page = client.get(f"/{language}/trade/cases/{case.pk}/plan/").content.decode()
        assert says in page
        assert client.get(f"/{language}/trade/cases/{case.pk}/now/").status_code == 200
    answer = client.get(f"/ru/trade/cases/{case.pk}/plan.json").json()
    assert answer["language"] == "ru"
    assert answer["chosen"] == 0
    for form, begins in (("pdf", b"%PDF"), ("xlsx", b"PK")):
        assert client.get(f"/en/trade/cases/{case.pk}/plan.{form}").content.startswith(begins)


def test_a_reader_of_the_organisation_reads_and_does_nothing():
    of = world()
    case = of.case("planned")
    client = client_of(actor(role="reader", organisation=of.trader.organisation))
    page = client.get(f"/en/trade/cases/{case.pk}/").content.decode()
    assert "Withdraw" not in page
    for path in ("choose", "submit", "withdraw", "broker", "carrier", "messages", "files", "template", "repeat", "change"):
        assert client.post(f"/en/trade/cases/{case.pk}/{path}/").status_code == 403, path
    assert client.post("/en/trade/cases/new/").status_code == 403


def test_pages_show_what_was_stored_and_plan_nothing(monkeypatch):
    of = world()
    case = of.case("submitted")
    client = client_of(of.trader)

    def plan_again(*_given):
        raise AssertionError("the page plans again")

    monkeypatch.setattr("chorsu.desks.plans.planner._answer", plan_again)
    at = f"/ru/trade/cases/{case.pk}/"
    for path in (
        "",
        "papers/",
        "way/",
        "messages/",
        "files/",
        "history/",
        "change/",
        "plan/",
        "plan.json",
        "plan.xlsx",
        "withdraw/",
    ):
        assert client.get(at + path).status_code in (200, 409), path
    assert client.get("/ru/trade/cases/").status_code == 200
    assert client.get("/ru/trade/cases.csv").status_code == 200


@pytest.mark.parametrize(("hours", "late"), [(-30, False), (3, False), (30, True)])
def test_a_point_is_late_a_day_after_it_was_due_by_the_clocks_there(hours, late):
    case = world().case("under_way")
    point = case.milestones.exclude(planned_at=None).order_by("number").first()
    noon = point.planned_at.astimezone(point.clock).replace(hour=12)
    case.milestones.filter(pk=point.pk).update(planned_at=noon, planned_p90=None, reached_at=noon + timedelta(hours=hours))
    shown = {row["point"].pk: row for row in points_of(case, AT)}
    assert shown[point.pk]["late"] is late
