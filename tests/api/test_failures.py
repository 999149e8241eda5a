"""Every failure is a problem in the reader's language that tells each fault and what would be right; nothing is changed by it."""

import json

import pytest
from django.test import Client

from chorsu.desks.plans.examples import documents
from tests.people import actor, client_of, person

pytestmark = pytest.mark.django_db
APPLES = documents()["apples-jiaozhou-almaty"]
PLANS = "/api/v1/plans"


@pytest.fixture
def signed_in():
    return client_of(actor())


def send(client, body, address=PLANS, **more):
    raw = body if isinstance(body, bytes | str) else json.dumps(body)
    return client.post(address, raw, content_type=more.pop("content_type", "application/json"), **more)


def problem(answer, status, kind):
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status
    assert told["type"] == f"urn:chorsu:problem:{kind}"
    assert told["title"]
    assert told["detail"]
    return told


def test_a_plan_is_answered(signed_in):
    answer = send(signed_in, APPLES)
    assert answer.status_code == 200, answer.content
    plan = answer.json()
    assert plan["journeys"]
    assert plan["consignment"]["reference"] == APPLES["reference"]


def test_a_visitor_is_asked_to_sign_in():
    answer = send(Client(), APPLES)
    problem(answer, 401, "not-signed-in")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_who_belongs_to_no_organisation_is_told_so():
    client = Client()
    client.force_login(person())
    problem(send(client, APPLES), 403, "not-allowed")


def test_a_session_needs_the_pages_token():
    who = client_of(actor())
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = who.cookies
    assert "CSRF" in problem(send(strict, APPLES), 403, "not-allowed")["detail"]


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        (b"{", 400, "unreadable"),
        (b"\xff\xfe", 400, "unreadable"),
        (b'{"reference": "\\u0000"}', 400, "unreadable"),
        (b'{"reference": "\\ud800"}', 400, "unreadable"),
        (b"[" * 100_000, 400, "unreadable"),
        (b'{"a": NaN}', 400, "unreadable"),
        (b"[]", 422, "faulty"),
        (b"null", 422, "faulty"),
        (b"{}", 422, "faulty"),
        (b"x" * 300_000, 413, "too-large"),
    ],
)
def test_a_body_that_is_no_consignment_is_refused(signed_in, body, status, kind):
    problem(send(signed_in, body), status, kind)


def test_another_media_type_is_refused(signed_in):
    problem(send(signed_in, "a=1", content_type="text/plain"), 415, "wrong-media-type")


def test_each_fault_has_its_path_and_what_would_be_right(signed_in):
    wrong = {**APPLES, "to": "Nowhere at all", "items": [{**APPLES["items"][0], "hs": "999999", "origin": "XX"}]}
    faults = {row["path"]: row for row in problem(send(signed_in, wrong), 422, "faulty")["faults"]}
    assert "999999" in faults["items[0].hs"]["message"]
    assert faults["items[0].hs"]["expected"]
    assert "items[0].origin" in faults


def test_faults_of_one_part_stand_under_its_name(signed_in):
    wrong = {"consignment": {"items": []}, "jurisdiction": "KZ", "on": "2026-12-01"}
    faults = problem(send(signed_in, wrong, "/api/v1/assessments"), 422, "faulty")["faults"]
    assert any(row["path"] == "consignment.items" for row in faults)


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"jurisdiction": "KZ", "on": "2026-12-01"}, "consignment"),
        ({"consignment": APPLES, "on": "2026-12-01"}, "jurisdiction"),
        ({"consignment": APPLES, "jurisdiction": "ZZ", "on": "2026-12-01"}, "jurisdiction"),
        ({"consignment": APPLES, "jurisdiction": "KZ", "on": "tomorrow"}, "on"),
        ({"consignment": APPLES, "jurisdiction": "KZ", "on": 5}, "on"),
        ({"consignment": APPLES, "jurisdiction": "KZ", "on": "1066-10-14"}, "on"),
        ({"consignment": APPLES, "jurisdiction": "KZ", "on": "2026-12-01", "mode": "camel"}, "mode"),
        ({"consignment": APPLES, "jurisdiction": "KZ", "on": "2026-12-01", "regime": "gift"}, "regime"),
        ({"consignment": APPLES, "jurisdiction": "KZ", "on": "2026-12-01", "jursdiction": "KZ"}, "jursdiction"),
    ],
)
def test_a_fault_names_its_field(signed_in, given, path):
    faults = problem(send(signed_in, given, "/api/v1/assessments"), 422, "faulty")["faults"]
    assert [row["path"] for row in faults] == [path]
    assert all(row["message"] for row in faults)


def test_a_slip_in_the_name_of_a_filter_is_told(signed_in):
    told = problem(signed_in.get("/api/v1/places?text=Almaty&txet=1"), 422, "faulty")
    assert told["faults"][0] == {"path": "txet", "message": "No such field is read here.", "expected": "text"}


@pytest.mark.parametrize("address", ["/api/", "/api/v1/nothing", "/api/v2/plans", "/api/v1/plans/"])
def test_an_address_with_nothing_is_a_problem(signed_in, address):
    problem(signed_in.get(address), 404, "missing")


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch", "trace"])
def test_another_method_is_refused_with_those_that_are_taken(signed_in, method):
    answer = getattr(signed_in, method)(PLANS)
    problem(answer, 405, "wrong-method")
    assert answer["Allow"] == "POST"


@pytest.mark.parametrize(
    ("language", "title"), [("zh", "请求有误"), ("ru", "В запросе ошибки"), ("en", "The request has faults")]
)
def test_a_problem_is_told_in_the_language_asked_for(signed_in, language, title):
    answer = send(signed_in, {}, headers={"accept-language": language})
    assert problem(answer, 422, "faulty")["title"] == title


def test_too_many_requests_are_told_when_to_come_again(signed_in, settings):
    settings.API_REQUESTS_A_MINUTE = 2
    answers = [signed_in.get("/api/v1/places?text=Almaty") for _ in range(4)]
    refused = next(answer for answer in answers if answer.status_code != 200)
    problem(refused, 429, "too-many")
    assert 1 <= int(refused["Retry-After"]) <= 60


def test_a_failure_of_the_portal_is_a_problem_too(signed_in, monkeypatch):
    def fail(*_given):
        raise RuntimeError("boom")

    monkeypatch.setattr("chorsu.desks.plans.api.search.places", fail)
    signed_in.raise_request_exception = False
    told = problem(signed_in.get("/api/v1/places?text=Almaty"), 500, "failed")
    assert "boom" not in json.dumps(told)
