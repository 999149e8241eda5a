"""A consignment is carried by programs of trader, broker and zone from its beginning to its closed file."""

import pytest
from django.utils import timezone

from tests.api.programs import APPLES, Program, done
from tests.people import actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    kinds = {"trader": "trader", "broker": "broker", "officer": "zone", "foreign": "trader", "carrier": "carrier"}
    return {name: Program(actor(kind, "administrator")) for name, kind in kinds.items()}


def test_apples_go_from_the_first_word_to_the_closed_file(world):
    trader, broker, officer, carrier = (world[name] for name in ("trader", "broker", "officer", "carrier"))
    case = done(trader.post("/cases", {"consignment": APPLES}), 201)
    assert case["state"] == "draft"
    assert case["reference"] == APPLES["reference"]
    here = f"/cases/{case['id']}"

    plan = done(trader.get(here + "/plan"))
    case = done(trader.post(here + "/way", {"way": plan["chosen"]}))
    assert case["state"] == "planned"
    assert case["milestones"][0]["kind"] == "ready"
    assert done(trader.get(here + "/plan-of-day"))["way"] == plan["chosen"]

    today = timezone.now().date()
    wanted = {"broker": str(broker.actor.organisation.pk), "valid_from": str(today), "valid_to": str(today)}
    mandate = done(trader.post("/mandates", wanted), 201)
    assert trader.post(here + "/hand-over", {"broker": wanted["broker"]}).status_code == 409
    done(broker.post(f"/mandates/{mandate['id']}/accept"))
    assert broker.get(here).status_code == 404
    assert done(trader.post(here + "/hand-over", {"broker": wanted["broker"]}))["state"] == "with_broker"
    assert done(trader.ask("PUT", here + "/carrier", {"carrier": str(carrier.actor.organisation.pk)}))["carrier"]

    assert done(broker.post(here + "/submit"))["state"] == "submitted"
    question = done(officer.post(here + "/messages", {"text": "Which orchard?", "is_question": True}), 201)
    assert officer.post(here + "/accept").status_code == 409
    done(broker.post(here + "/messages", {"text": "Jiaozhou no. 3.", "answers": question["id"]}), 201)
    assert done(officer.post(here + "/return", {"reason": "The seal is missing."}))["state"] == "returned"
    assert done(broker.post(here + "/submit"))["state"] == "submitted"
    assert done(officer.post(here + "/accept"))["state"] == "accepted"

    for point in case["milestones"]:
        done(carrier.post(f"{here}/milestones/{point['id']}/reach", {"reached_at": timezone.now().isoformat()}))
    assert done(trader.get(here))["state"] == "under_way"
    assert done(trader.post(here + "/close"))["state"] == "closed"
    assert [row["text"] for row in done(trader.get(here + "/messages"))["items"]][-1] == "Which orchard?"
    assert world["foreign"].get(here).status_code == 404


def test_a_file_is_laid_on_a_case_removed_and_brought_back(world):
    trader = world["trader"]
    case = done(trader.post("/cases", {}), 201)
    here = f"/cases/{case['id']}/files"
    file = done(trader.send_file(here, "note.csv", b"a,b\n1,2\n"), 201)
    got = trader.get(f"{here}/{file['id']}")
    assert got.content == b"a,b\n1,2\n"
    assert "attachment" in got["Content-Disposition"]
    done(trader.ask("DELETE", f"{here}/{file['id']}"))
    assert done(trader.get(here)) == []
    assert trader.get(f"{here}/{file['id']}").status_code == 404
    done(trader.post(f"{here}/{file['id']}/restore"))
    assert [row["name"] for row in done(trader.get(here))] == ["note.csv"]


def test_a_template_begins_a_case(world):
    trader = world["trader"]
    template = done(trader.post("/templates", {"name": "Apples", "consignment": APPLES}), 201)
    assert done(trader.get("/templates"))["items"][0]["name"] == "Apples"
    case = done(trader.post(f"/templates/{template['id']}/begin"), 201)
    assert done(trader.post(f"/cases/{case['id']}/repeat"), 201)["id"] != case["id"]
    done(trader.ask("DELETE", f"/templates/{template['id']}"), 204)
    assert done(trader.get("/templates"))["items"] == []


def test_cases_come_in_pages_and_are_found_by_their_words(world):
    trader = world["trader"]
    made = [done(trader.post("/cases", {"reference": f"R-{number}"}), 201)["id"] for number in range(5)]
    first = done(trader.get("/cases?limit=2"))
    second = done(trader.client.get(first["next"], headers={"Authorization": f"Bearer {trader.key}"}))
    third = done(trader.client.get(second["next"], headers={"Authorization": f"Bearer {trader.key}"}))
    assert third["next"] is None
    assert [row["id"] for page in (first, second, third) for row in page["items"]] == made[::-1]
    assert [row["reference"] for row in done(trader.get("/cases?text=r-3"))["items"]] == ["R-3"]
    assert done(trader.get("/cases?state=closed"))["items"] == []
    assert len(done(trader.get("/cases?waiting=true"))["items"]) == 5


def test_a_change_of_a_state_that_is_no_more_is_refused(world):
    trader = world["trader"]
    case = done(trader.post("/cases", {}), 201)
    here = f"/cases/{case['id']}"
    tag = trader.get(here)["ETag"]
    first = trader.ask("PUT", here + "/consignment", APPLES, If_Match=tag)
    done(first)
    assert first["ETag"] != tag
    late = trader.ask("PUT", here + "/consignment", {**APPLES, "to": "KZTSE"}, If_Match=tag)
    assert late.status_code == 412
    assert done(trader.get(here))["to_place"] == "KZALA"
    done(trader.ask("PUT", here + "/consignment", {**APPLES, "to": "KZTSE"}, If_Match=first["ETag"]))
