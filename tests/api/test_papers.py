"""The papers of a case, the planner's other looks and the lists as files, as a program gets them."""

import io
import json

import openpyxl
import pytest
from django.utils import timezone

from chorsu.desks.plans import planner
from chorsu.desks.trade import services
from chorsu.desks.trade.papers import NAMES
from tests.api.programs import APPLES, Program, done
from tests.people import actor

pytestmark = pytest.mark.django_db
BEGINS = {"pdf": b"%PDF-", "xml": b"<?xml", "json": b"{", "xlsx": b"PK"}
LOOK = {"consignment": APPLES}


@pytest.fixture
def trader():
    return Program(actor("trader", "administrator"))


@pytest.fixture
def case(trader):
    said = {"by": trader.actor, "at": timezone.now()}
    return services.choose_way(services.begin_case(APPLES, **said), planner.answer(APPLES).chosen, **said)


@pytest.mark.parametrize("name", NAMES)
def test_each_paper_of_a_case_is_a_file_of_its_form(trader, case, name):
    answer = trader.get(f"/cases/{case.pk}/papers/{name}")
    assert answer.status_code == 200, answer.content
    assert answer.content.startswith(BEGINS[name.rpartition(".")[2]])
    assert f'filename="{name}"' in answer["Content-Disposition"]


def test_the_papers_go_by_the_chosen_way(trader, case):
    said = {"by": trader.actor, "at": timezone.now()}
    other = next(way for way in range(len(planner.answer(APPLES).journeys)) if way != planner.answer(APPLES).chosen)
    services.choose_way(case, other, **said)
    for name in ("plan.json", "plan-of-day.json"):
        assert json.loads(trader.get(f"/cases/{case.pk}/papers/{name}").content)["chosen"] == other


@pytest.mark.parametrize("name", ["plan.json", "plan-of-day.pdf", "invoice.pdf"])
def test_a_case_without_a_consignment_has_no_papers(trader, name):
    case = done(trader.post("/cases", {}), 201)
    assert trader.get(f"/cases/{case['id']}/papers/{name}").status_code == 404


def test_there_is_no_other_paper(trader, case):
    assert trader.get(f"/cases/{case.pk}/papers/secret.pdf").status_code == 422


def test_a_paper_is_drawn_up_without_a_case(trader):
    answer = trader.post("/plans/papers/packing_list.xml", LOOK)
    assert answer.content.startswith(b"<?xml")
    assert done(trader.post("/plans/papers/plan.json", LOOK | {"way": 1}))["chosen"] == 1


def test_every_term_is_told_and_a_price_counts(trader):
    told = done(trader.post("/plans/terms", LOOK | {"prices": {"CIP": "25100.00"}}))
    rows = {row["code"]: row for row in told["terms"]}
    assert len(rows) == 11
    assert [code for code, row in rows.items() if row["current"]] == [APPLES["incoterm"]]
    assert (rows["CIP"]["price"]["amount"], rows["CIP"]["price_stated"]) == ("25100.00", False)


def test_another_day_is_compared(trader):
    told = done(trader.post("/plans/comparison", {"first": APPLES, "second": APPLES | {"ready": "2027-02-01"}}))
    assert any(line["what"] == "landed" for line in told["lines"])
    assert told["currency"]


def test_the_law_ahead_is_told_up_to_a_day(trader):
    told = done(trader.post("/plans/changes", LOOK | {"to": "2027-06-30"}))
    assert told["to"] == "2027-06-30"
    assert {side["side"] for side in told["sides"]} <= {"export", "import"}


def test_the_declaration_is_filled_in(trader):
    told = done(trader.post("/plans/declaration", LOOK))
    assert (told["form"], told["state"], told["draft"]) == ("EAEU", "KZ", True)
    assert told["items"][0]["payments"]


@pytest.mark.parametrize(
    ("path", "body", "fault"),
    [
        ("/plans/terms", LOOK | {"prices": {"XXX": "1"}}, "prices.XXX"),
        ("/plans/terms", LOOK | {"prices": {"CIP": "-1"}}, "prices.CIP"),
        ("/plans/declaration", LOOK | {"way": 1000}, "way"),
        ("/plans/comparison", {"first": APPLES, "second": APPLES, "second_way": 1000}, "second_way"),
        ("/plans/comparison", {"first": APPLES, "second": APPLES | {"items": []}}, "second.items"),
        ("/plans/changes", LOOK | {"to": "1066-10-14"}, "to"),
        ("/plans/papers/invoice.pdf", {"consignment": {}}, "consignment.items"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(trader, path, body, fault):
    answer = trader.post(path, body)
    assert answer.status_code == 422, answer.content
    assert fault in [row["path"] for row in answer.json()["faults"]]


def test_what_enters_no_state_with_a_form_on_file_has_no_declaration(trader):
    back = APPLES | {"from": "KZALA", "to": "CNTAO", "incoterm_place": "KZALA"}
    assert trader.post("/plans/declaration", {"consignment": back}).status_code == 404


def cells(answer):
    assert answer.status_code == 200, answer.content
    return list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))


def test_lists_are_downloaded_as_they_are_narrowed(trader, case):
    services.begin_case(None, by=trader.actor, at=timezone.now())
    assert len(cells(trader.get("/exports/cases"))) == 3
    assert [row[0] for row in cells(trader.get("/exports/cases?state=planned"))[1:]] == [case.reference]
    text = trader.get("/exports/journal?form=csv&verb=case.way_chosen").content.decode("utf-8-sig")
    assert len(text.splitlines()) == 2
    for name in ("offers", "partners", "organisations"):
        assert trader.get(f"/exports/{name}?form=csv").status_code == 200


def test_a_list_of_cases_is_narrowed_to_ones_part(trader, case):
    for part, count in (("trader", 1), ("broker", 0), ("carrier", 0)):
        assert len(done(trader.get(f"/cases?part={part}&open=true"))["items"]) == count


def test_another_organisation_gets_no_papers_and_no_rows(case):
    other = Program(actor("trader", "administrator"))
    assert other.get(f"/cases/{case.pk}/papers/invoice.pdf").status_code == 404
    assert len(cells(other.get("/exports/cases"))) == 1
