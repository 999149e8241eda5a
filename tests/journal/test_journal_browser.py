"""The pages of the journal in a real browser: three languages, desk and phone, nothing serious found by axe."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from django.utils import timezone

from chorsu.desks.journal.models import Delivery, Entry
from chorsu.desks.journal.services import record, register_webhook
from tests import people
from tests.portal.conftest import LANGUAGES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = {"desk": 1280, "phone": 390}
SHOTS = os.environ.get("JOURNAL_SHOTS")


def filled() -> tuple:
    """An administrator whose organisation has entries of several kinds, a webhook and its deliveries. Gives it and the pages."""
    trader, broker = people.actor("trader", "administrator"), people.actor("broker")
    trader.organisation.name, broker.organisation.name = (
        "Jiaozhou Fruit Export Company Limited",
        "ТОО «Алматинский таможенный представитель»",
    )
    trader.organisation.save()
    broker.organisation.save()
    trader.person.name = "Liu Wei"
    trader.person.save()
    webhook, _secret = register_webhook(
        "ERP", "https://erp.jiaozhou-fruit.example.org/hooks/chorsu?tenant=4711", [], by=trader, at=timezone.now()
    )
    before = {"place": "Qingdao", "website": "https://old.example.org/"}
    after = {"place": "Jiaozhou", "website": "https://new.example.org/"}
    house = trader.organisation
    with transaction.atomic():
        for number in range(28):
            at = people.AT + timedelta(hours=number)
            changed = record(
                "organisation.changed", house, by=trader, at=at, concerns=[broker.organisation], before=before, after=after
            )
        invited = record(
            "member.invited", house, by=trader, at=people.AT, after={"role": "staff"}, personal={"email": "a@b.example"}
        )
    states = [("done", ""), ("dead", "status"), ("waiting", "time")]
    for row, (state, trouble) in zip(Delivery.objects.order_by("pk"), states, strict=False):
        Delivery.objects.filter(pk=row.pk).update(
            state=state, trouble=trouble, status=500 if trouble == "status" else None, attempts=3
        )
    Entry.objects.filter(pk=invited.pk).update(personal=None, salt="")
    hook = f"webhooks/{webhook.pk}/"
    paths = ["", f"entries/{changed.pk}/", f"entries/{invited.pk}/", "notices/", "webhooks/", "webhooks/new/", hook]
    paths += [f"{hook}secret/", f"{hook}delete/", "my-data/", "my-data/erase/"]
    return trader, paths


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_whole_on_desk_and_phone(browser, live_server, language):
    trader, paths = filled()
    cookie = people.client_of(trader).cookies["sessionid"].value
    for device, width in WIDTHS.items():
        context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=True, bypass_csp=True)
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message, said=said: said.append(message.text) if message.type == "error" else None)
        for number, path in enumerate(paths):
            answer = page.goto(f"{live_server.url}/{language}/journal/{path}")
            assert answer.status == 200, path
            assert page.locator("h1").count() == 1
            assert page.locator("html").get_attribute("lang") == LANGUAGES[language]
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
                f"{path} scrolls sideways on a {device}"
            )
            if SHOTS:
                page.screenshot(path=f"{SHOTS}/{number:02}-{language}-{device}.png", full_page=True)
            if language == "en" or device == "phone":
                found = [each for each in Axe().run(page).response["violations"] if each["impact"] in ("serious", "critical")]
                assert found == [], (path, [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found])
        assert said == []
        context.close()


def test_a_webhook_is_registered_by_keyboard_and_its_secret_is_shown(browser, live_server):
    trader = people.actor("trader", "administrator")
    context = browser.new_context()
    context.add_cookies(
        [{"name": "sessionid", "value": people.client_of(trader).cookies["sessionid"].value, "url": live_server.url}]
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/en/journal/webhooks/")
    page.get_by_role("link", name="Register a webhook").click()
    page.locator("#id_name").fill("ERP")
    page.locator("#id_address").fill("http://example.org")
    page.keyboard.press("Enter")
    page.get_by_text("It must begin with https://").wait_for()
    page.locator("#id_address").fill("https://example.org/hook")
    page.locator("summary", has_text="Cases").press("Enter")
    page.get_by_label("submitted the case").press("Space")
    page.get_by_role("button", name="Register").press("Enter")
    page.get_by_text("whsec_").wait_for()
    page.get_by_role("link", name="I have kept it").click()
    page.get_by_text("submitted the case").wait_for()
    context.close()
