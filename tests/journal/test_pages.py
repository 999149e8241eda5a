"""The pages of the journal: who reads what, what a form answers, what is taken along."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta

import pytest
from django.db import transaction
from openpyxl import load_workbook

from chorsu.desks.journal.models import Delivery, Entry, NoticeChoice, Webhook
from chorsu.desks.journal.services import record, register_webhook
from chorsu.desks.organisations.models import Person
from tests import people

HTTPS = "https://hooks.example.org/chorsu"


@pytest.fixture
def world(db):
    """A trader and a broker, an entry that concerns both, one that concerns the trader alone."""
    trader, broker = people.actor("trader", "administrator"), people.actor("broker")
    with transaction.atomic():
        both = record("organisation.changed", trader.organisation, by=trader, at=people.AT, concerns=[broker.organisation],
                      before={"place": "Qingdao"}, after={"place": "Jiaozhou"})  # fmt: skip
        own = record("member.invited", trader.organisation, by=trader, at=people.AT + timedelta(days=1), after={"role": "staff"},
                     personal={"email": "new@example.org"})  # fmt: skip
    return trader, broker, both, own


@pytest.fixture
def hook(world):
    trader, *_ = world
    return register_webhook("ERP", HTTPS, [], by=trader, at=people.AT)[0]


def page(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:500]
    return answer.content.decode()


def test_each_reads_what_concerns_them_and_the_zone_reads_all(world):
    trader, broker, both, own = world
    seen = {
        who: {key for key in map(str, (both.pk, own.pk)) if key in page(people.client_of(actor), "/en/journal/")}
        for who, actor in {
            "trader": trader,
            "broker": broker,
            "zone": people.actor("zone"),
            "other": people.actor("trader"),
        }.items()
    }
    every = {str(both.pk), str(own.pk)}
    assert seen == {"trader": every, "broker": {str(both.pk)}, "zone": every, "other": set()}


@pytest.mark.parametrize("language", ["en", "zh-hans", "ru"])
def test_an_entry_shows_what_changed_and_its_proof(world, language):
    _trader, broker, both, own = world
    told = page(people.client_of(broker), f"/{language}/journal/entries/{both.pk}/")
    assert "Qingdao" in told
    assert "Jiaozhou" in told
    assert both.hash in told
    assert both.before in told
    page(people.client_of(broker), f"/{language}/journal/entries/{own.pk}/", 404)


def test_a_broken_entry_is_said_to_be_broken(world):
    trader, _broker, _both, own = world
    whole = page(people.client_of(trader), own.get_absolute_url())
    assert "finding done" in whole
    assert "new@example.org" in whole
    Entry.objects.filter(pk=own.pk).update(facts={"verb": "member.invited", "concerns": own.facts["concerns"]})
    assert "finding refusal" in page(people.client_of(trader), own.get_absolute_url())


def test_the_personal_words_of_an_entry_are_not_for_the_zone_that_merely_reads_it(world):
    *_, own = world
    assert "new@example.org" not in page(people.client_of(people.actor("zone")), own.get_absolute_url())


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 2),
        ("verb=member.", 1),
        ("verb=member.invited", 1),
        ("verb=organisation.verified", 0),
        ("since=2026-11-30", 1),
        ("until=2026-11-29", 1),
        ("since=2026-11-29&until=2026-11-30", 2),
        ("person={person}", 2),
        ("since=nonsense", 2),
        ("verb=nonsense", 2),
        ("person=nonsense", 2),
        ("page=99", 2),
    ],
)
def test_the_list_is_narrowed_and_taken_along_as_it_is_shown(world, query, found):
    trader, *_ = world
    client = people.client_of(trader)
    query = query.format(person=trader.person.pk)
    assert len(re.findall(r'scope="row"', page(client, f"/en/journal/?{query}"))) == found
    sheet = client.get(f"/en/journal/?{query}&as=csv")
    lines = list(csv.reader(io.StringIO(sheet.content.decode("utf-8-sig"))))
    assert len(lines) == found + 1
    book = load_workbook(io.BytesIO(client.get(f"/ru/journal/?{query}&as=xlsx").content))
    assert book.active.max_row == found + 1


def test_an_organisation_without_entries_is_told_what_will_stand_there(db):
    told = page(people.client_of(people.actor()), "/en/journal/")
    assert 'class="empty"' in told


def test_a_visitor_signs_in_first(client, db):
    for path in ("", "notices/", "webhooks/", "webhooks/new/", "my-data/", "my-data/file/", "my-data/erase/"):
        answer = client.get(f"/en/journal/{path}")
        assert answer.status_code == 302
        assert "login" in answer.headers["Location"]


def test_a_webhook_is_registered_and_its_secret_shown_once(world):
    trader, *_ = world
    client = people.client_of(trader)
    answer = client.post("/en/journal/webhooks/new/", {"name": "ERP", "address": HTTPS, "verbs": ["member.invited"]})
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    secret = re.search(r"whsec_[A-Za-z0-9+/=]{44}", answer.content.decode())[0]
    hook = Webhook.objects.get()
    assert hook.verbs == ["member.invited"]
    for path in ("", f"{hook.pk}/", f"{hook.pk}/change/"):
        assert secret not in page(client, f"/en/journal/webhooks/{path}")
    stored = json.dumps(
        [str(value) for value in Webhook.objects.values_list()[0]] + [str(row.facts) for row in Entry.objects.all()]
    )
    assert secret not in stored


@pytest.mark.parametrize(
    "address",
    ["http://example.org/", "ftp://x/", "https://a:b@example.org/", "https://x/#y", "x", "", "https://", "javascript:alert(1)"],
)
def test_an_address_that_may_not_be_called_is_refused_beside_its_field(world, address):
    trader, *_ = world
    answer = people.client_of(trader).post("/en/journal/webhooks/new/", {"name": "ERP", "address": address})
    assert answer.status_code == 422
    assert "id_address_error" in answer.content.decode()
    assert not Webhook.objects.exists()


def test_a_webhook_is_changed_paused_resumed_and_deleted(world, hook):
    trader, *_ = world
    client = people.client_of(trader)
    at = f"/en/journal/webhooks/{hook.pk}/"
    assert client.post(f"{at}change/", {"name": "SAP", "address": HTTPS, "verbs": []}).status_code == 302
    assert client.post(f"{at}pause/").status_code == 302
    hook.refresh_from_db()
    assert (hook.name, hook.is_paused) == ("SAP", True)
    assert client.post(f"{at}pause/", follow=True).context["messages"]
    assert client.post(f"{at}resume/").status_code == 302
    salt = hook.salt
    assert page(client, f"{at}secret/")
    assert "whsec_" in client.post(f"{at}secret/").content.decode()
    hook.refresh_from_db()
    assert hook.salt_before == salt != hook.salt
    assert page(client, f"{at}delete/")
    assert client.post(f"{at}delete/").status_code == 302
    assert not Webhook.objects.exists()
    verbs = list(Entry.objects.filter(stream=f"webhook:{hook.pk}").order_by("number").values_list("verb", flat=True))
    assert verbs == [
        "webhook.registered",
        "webhook.changed",
        "webhook.paused",
        "webhook.resumed",
        "webhook.secret_rotated",
        "webhook.deleted",
    ]


@pytest.mark.parametrize(("role", "status"), [("staff", 403), ("reader", 403)])
def test_only_administrators_change_webhooks(world, hook, role, status):
    trader, *_ = world
    client = people.client_of(people.actor(role=role, organisation=trader.organisation))
    at = f"/en/journal/webhooks/{hook.pk}/"
    page(client, at)
    page(client, "/en/journal/webhooks/new/", status)
    for path in ("change/", "pause/", "resume/", "secret/", "delete/"):
        assert client.post(f"{at}{path}", {"name": "x", "address": HTTPS}).status_code == status
    assert Webhook.objects.get().name == "ERP"


def test_another_organisation_s_webhooks_and_deliveries_are_hidden(world, hook):
    client = people.client_of(people.actor("trader", "administrator"))
    delivery = Delivery.objects.create(
        organisation=hook.organisation_id,
        webhook=hook,
        entry=Entry.objects.first(),
        due_at=people.AT,
        gives_up_at=people.AT,
        made_at=people.AT,
    )
    for path in ("", "change/", "secret/", "delete/"):
        page(client, f"/en/journal/webhooks/{hook.pk}/{path}", 404)
    for path in (f"webhooks/{hook.pk}/pause/", f"webhooks/{hook.pk}/resume/", f"deliveries/{delivery.pk}/retry/"):
        assert client.post(f"/en/journal/{path}").status_code == 404
    assert "ERP" not in page(client, "/en/journal/webhooks/")


def test_names_of_webhooks_and_their_number_are_bounded(world, hook):
    trader, *_ = world
    client = people.client_of(trader)
    assert client.post("/en/journal/webhooks/new/", {"name": "ERP", "address": HTTPS}).status_code == 422
    for number in range(9):
        assert client.post("/en/journal/webhooks/new/", {"name": f"N{number}", "address": HTTPS}).status_code == 200
    assert client.post("/en/journal/webhooks/new/", {"name": "one more", "address": HTTPS}).status_code == 422
    assert Webhook.objects.count() == 10


def test_deliveries_are_shown_by_state_and_tried_again(world, hook):
    trader, _broker, _both, own = world
    client = people.client_of(trader)
    row = Delivery.objects.create(
        organisation=hook.organisation_id, webhook=hook, entry=own, state="dead", attempts=9, trouble="status", status=500,
        due_at=people.AT, gives_up_at=people.AT, made_at=people.AT,
    )  # fmt: skip
    told = page(client, f"/en/journal/webhooks/{hook.pk}/?state=dead")
    assert "(500)" in told
    assert str(own.pk) in told
    assert str(own.pk) not in page(client, f"/en/journal/webhooks/{hook.pk}/?state=done")
    assert client.post(f"/en/journal/deliveries/{row.pk}/retry/").status_code == 302
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("waiting", 0)
    assert row.gives_up_at > row.due_at


def test_a_person_chooses_what_to_be_written_to_about(world):
    trader, *_ = world
    client = people.client_of(trader)
    told = page(client, "/ru/journal/notices/")
    kinds = re.findall(r'<select name="(\w+)"', told)
    assert {"organisation", "member"} <= set(kinds)
    answer = client.post("/ru/journal/notices/", dict.fromkeys(kinds, "daily") | {"member": "never", "organisation": "at_once"})
    assert answer.status_code == 302
    assert dict(NoticeChoice.objects.values_list("kind", "when")) == {"member": "never", "organisation": "at_once"}
    assert client.post("/ru/journal/notices/", dict.fromkeys(kinds, "sometimes")).status_code == 422


def test_a_person_takes_along_all_that_is_kept_about_them_and_no_secret(world):
    trader, *_ = world
    client = people.client_of(trader)
    page(client, "/en/journal/my-data/")
    answer = client.get("/en/journal/my-data/file/")
    document = json.loads(answer.content)
    assert document["person"]["email"] == trader.person.email
    assert [row["verb"] for row in document["journal"]] == ["organisation.changed", "member.invited"]
    assert document["organisations.membership.person"][0]["role"] == "administrator"
    assert document["account.emailaddress.user"][0]["email"] == trader.person.email
    assert trader.person.password not in answer.content.decode()
    assert client.session.session_key not in answer.content.decode()


def test_erasing_asks_for_the_address_and_for_another_administrator(world):
    trader, *_ = world
    client = people.client_of(trader)
    address = "/en/journal/my-data/erase/"
    assert str(trader.organisation) in page(client, address)
    assert client.post(address, {"email": trader.person.email}).status_code == 422
    people.actor("trader", "administrator", trader.organisation)
    assert client.post(address, {"email": "other@example.org"}).status_code == 422
    assert Person.objects.get(pk=trader.person.pk).erased_at is None
    assert client.post(address, {"email": trader.person.email.upper()}).status_code == 302
    assert Person.objects.get(pk=trader.person.pk).erased_at
    assert client.get("/en/journal/").status_code == 302


def test_someone_without_an_organisation_sees_and_erases_their_data(db, client):
    who = people.person("Ли")
    client.force_login(who)
    page(client, "/zh-hans/journal/my-data/")
    assert client.post("/zh-hans/journal/my-data/erase/", {"email": who.email}).status_code == 302
    assert Person.objects.get(pk=who.pk).name == ""
