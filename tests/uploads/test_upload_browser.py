"""The pages of an invoice in a real browser: without a mistake for assistive technology, as wide as the screen, by keyboard."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from chorsu.desks.trade.models import Case, Upload
from tests.people import actor, client_of
from tests.uploads import made

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROWS = [
    ["Seller: Jiaozhou Fruit Co, China"],
    [],
    ("No", "Description", "HS code", "Origin", "Qty", "Unit", "Amount", "Net weight"),
    (1, "Fresh apples, Fuji", "080810", "China", 20000, "kg", "¥23400", 20000),
    (2, "Fresh pears", "", "China", 100, "bushels", "¥250", "abc"),
    ("Total", "", "", "", "", "", "23651"),
]


@pytest.fixture
def page(live_server, browser):
    client = client_of(actor("trader"))
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    context.close()


def looks_right(page) -> None:
    serious = [row for row in Axe().run(page).response["violations"] if row["impact"] in ("serious", "critical", "moderate")]
    assert not serious, serious
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), width


def test_an_invoice_is_sent_mended_and_made_a_case_by_keyboard_without_scripts(live_server, browser, tmp_path):
    client = client_of(actor("trader"))
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto(f"{live_server.url}/en/trade/uploads/")
    path = tmp_path / "apples.csv"
    path.write_bytes(made.csv([made.HEADS, (*made.APPLES[:-2], "x", 21000)]))
    page.set_input_files("#file", str(path))
    page.get_by_role("button", name="Look at it").press("Enter")
    page.get_by_label("Net mass, kg in H2").fill("20000")
    page.get_by_role("button", name="Read again").press("Enter")
    for name, value in {"place_from": "CNJZH", "place_to": "KZALA", "ready": "2026-11-25"}.items():
        page.fill(f"#id_{name}", value)
    page.select_option("#id_incoterm", "DAP")
    page.fill("#id_incoterm_place", "KZALA")
    page.get_by_role("button", name="Make the case").first.press("Enter")
    page.wait_for_url("**/trade/cases/**")
    assert Case.objects.get().consignment["items"][0]["net_mass"] == "20000"
    context.close()


@pytest.mark.parametrize("language", ["en", "zh-hans", "ru"])
def test_the_pages_are_right_for_assistive_technology_and_as_wide_as_a_phone(live_server, page, tmp_path, language):
    page.goto(f"{live_server.url}/{language}/trade/uploads/")
    looks_right(page)
    path = tmp_path / "invoice.csv"
    path.write_bytes(made.csv(ROWS, delimiter=";"))
    page.set_input_files("#file", str(path))
    page.locator("main form button").first.click()
    page.wait_for_url("**/uploads/*-*/")
    looks_right(page)
    assert Upload.objects.count() == 1
