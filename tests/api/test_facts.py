"""Facts on file and drafts of their changes, as a program of the zone reads and writes them."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chorsu.desks.reference import index, shelf
from chorsu.desks.reference.models import Change
from tests.api.programs import ROOT, Program, done
from tests.people import actor

pytestmark = pytest.mark.django_db
RATES = b"from,to,rate,on,source\nUSD,KZT,511,2026-11-27,bank\nEUR,KZT,601,2026-11-27,bank\n"


@pytest.fixture
def zone():
    return Program(actor("zone"))


@pytest.fixture
def draft(zone):
    return done(zone.post("/drafts", {"title": "Rates"}), 201)


def send(program, draft, content, **fields):
    sent = {"file": SimpleUploadedFile("rates.csv", content), "dataset": "rate", **fields}
    return program.client.post(f"{ROOT}/drafts/{draft['id']}/import", sent, headers={"Authorization": f"Bearer {program.key}"})


def test_a_file_is_read_into_a_draft_and_taken_out(zone, draft):
    assert done(send(zone, draft, RATES, authority="KZ"), 201) == {"changes": 2}
    kept = Change.objects.get(key__contains="EUR")
    assert kept.after["authority"] == "KZ"
    text = zone.get(f"/exports/drafts/{draft['id']}?form=toml").content.decode()
    assert text.count("[[rate]]") == 2
    assert done(zone.post(f"/drafts/{draft['id']}/take-file-out", {"file": "rates.csv"})) == {"changes": 2}
    assert not Change.objects.exists()


def test_a_file_with_a_fault_changes_nothing_and_tells_every_one(zone, draft):
    answer = send(zone, draft, RATES.replace(b"511", b"many").replace(b"601", b"much"), authority="KZ")
    assert answer.status_code == 422
    assert [row["path"] for row in answer.json()["faults"]] == ["row 2.rate", "row 3.rate"]
    assert not Change.objects.exists()


def test_a_day_that_is_none_is_told_beside_its_field(zone, draft):
    answer = send(zone, draft, RATES, checked_on="2026-02-31")
    assert answer.status_code == 422
    assert [row["path"] for row in answer.json()["faults"]] == ["checked_on"]


def test_the_law_changes_in_one_step(zone, draft):
    entry = next(entry for entry in index.entries("measure") if not entry.by["valid_to"])
    first = date.fromisoformat(max(entry.by["valid_from"], "2027-01-01")) + timedelta(days=1)
    row = {**shelf.row("measure", entry.key), "id": "new", "valid_from": str(first)}
    told = done(zone.post(f"/drafts/{draft['id']}/law", {"dataset": "measure", "key": entry.key, "row": row}), 201)
    assert told["ended"]["after"]["valid_to"] == str(first - timedelta(days=1))
    assert (told["added"]["key"], told["added"]["after"]["valid_from"]) == ("new", str(first))


@pytest.mark.parametrize(
    ("query", "name", "value"),
    [
        ("rate?from=EUR", "from", "EUR"),
        ("rate?to=KZT", "to", "KZT"),
        ("place?state=KZ", "state", "KZ"),
        ("service?mode=rail", "mode", "rail"),
        ("crossing?mode=road", "mode", "road"),
        ("requirement?jurisdiction=KZ", "jurisdiction", "KZ"),
    ],
)
def test_each_kind_of_facts_is_narrowed_by_what_it_has(zone, query, name, value):
    page = done(zone.get(f"/facts/{query}&limit=5"))
    assert page["items"]
    assert {row["by"][name] for row in page["items"]} == {value}
    if page["next"]:
        rest = done(zone.get(page["next"].removeprefix(ROOT)))
        assert {row["by"][name] for row in rest["items"]} == {value}


@pytest.mark.parametrize("form", ["csv", "toml", "xlsx"])
def test_facts_are_downloaded(zone, form):
    answer = zone.get(f"/exports/facts/crossing?form={form}&mode=rail")
    assert answer.status_code == 200
    assert f"chorsu-crossing.{form}" in answer["Content-Disposition"]


def test_a_fact_tells_where_it_counts_and_how_it_came_to_be(zone):
    key = done(zone.get("/facts/measure?jurisdiction=KZ&kind=vat&regime=import&limit=1"))["items"][0]["key"]
    assert done(zone.get(f"/facts/measure/{key}"))["counts"]
    assert done(zone.get(f"/history/measure/{key}")) == []
    assert zone.get("/history/measure/none").status_code == 404
