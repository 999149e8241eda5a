"""The further pages in a real browser: three languages, desk and phone, by keyboard, nothing serious found by axe."""

import json
import re

import pytest
from playwright.sync_api import expect

from chorsu.planning import example
from tests.browsing import EVERY, SIZES
from tests.portal.test_portal_browser import HTML_LANG, fits, is_accessible, reader  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("reader", EVERY, ids="-".join, indirect=True)
def test_every_look_fits_is_accessible_and_stays_at_home(reader, live_server):  # noqa: F811
    page, language = reader.page, reader.language
    page.goto(f"{live_server.url}/{language}/")
    reader.tab_to("form.example button")
    reader.press_enter_and_load()
    plan = page.url
    for path in (
        "terms/",
        "terms/?price_FCA=x",
        "days/",
        "days/?ready=3000-01-01",
        "changes/",
        "changes/?to=0001-01-01",
        "declaration/",
        "forget/",
    ):
        page.goto(plan + path)
        assert page.get_attribute("html", "lang") == HTML_LANG[language]
        fits(page)
        is_accessible(page)
    reader.troubles = [trouble for trouble in reader.troubles if "422" not in trouble]  # the browser reports the status itself
    for path in ("plans/", "upload/"):
        page.goto(f"{live_server.url}/{language}/{path}")
        fits(page)
        is_accessible(page)


@pytest.mark.parametrize("reader", [("en", "desk"), ("ru", "phone")], ids="-".join, indirect=True)
def test_two_plans_are_chosen_compared_deleted_and_brought_back_by_keyboard(reader, live_server):  # noqa: F811
    page, language = reader.page, reader.language
    for term in ("DAP", "FCA"):
        page.goto(f"{live_server.url}/{language}/upload/")
        reader.tab_to("#text")
        page.fill("#text", json.dumps({**example(), "incoterm": term, "reference": term}))
        reader.tab_to("form.consignment button")
        reader.press_enter_and_load()
    reader.tab_to(".rooms a")
    reader.press_enter_and_load()
    boxes = page.locator("input[name=plan]")
    expect(boxes).to_have_count(2)
    for number in range(2):
        reader.tab_to(f"#{boxes.nth(number).get_attribute('id')}")
        page.keyboard.press("Space")
    reader.tab_to("form[action$='compare/'] button")
    reader.press_enter_and_load()
    assert page.locator("table.compare tbody tr").count() > 10
    fits(page)
    is_accessible(page)

    page.go_back()
    reader.tab_to("a.grave")
    reader.press_enter_and_load()
    reader.tab_to("button.grave")
    reader.press_enter_and_load()
    expect(page.locator("input[name=plan]")).to_have_count(1)
    reader.tab_to(".undo button")
    reader.press_enter_and_load()
    assert re.search(r"/plans/[A-Za-z0-9_-]{22,}/$", page.url)


@pytest.mark.parametrize("reader", [("zh-hans", "desk"), ("en", "phone")], ids="-".join, indirect=True)
def test_the_deciding_digits_are_chosen_by_keyboard(reader, live_server):  # noqa: F811
    page = reader.page
    document = example()
    document["items"] = [{**document["items"][0], "codes": {}}]
    page.goto(f"{live_server.url}/{reader.language}/upload/")
    page.fill("#text", json.dumps(document))
    reader.tab_to("form.consignment button")
    reader.press_enter_and_load()
    assert page.locator(".question").count() == 1
    is_accessible(page)
    reader.tab_to(".question input[type=radio]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    reader.tab_to(".question button")
    reader.press_enter_and_load()
    assert page.locator(".question").count() == 0


def test_on_a_phone_the_lower_sections_are_folded_and_a_link_unfolds_one(browser, live_server):
    context = browser.new_context(viewport=SIZES["phone"])
    page = context.new_page()
    page.goto(f"{live_server.url}/en/")
    page.click("form.example button")
    page.wait_for_selector("#map path.land", state="attached")
    assert page.evaluate("document.documentElement.scrollHeight") < 9000
    table = page.locator("#requirements table")
    assert not table.is_visible()
    page.click(".within a[href='#requirements']")
    expect(table).to_be_visible()
    page.focus("#papers summary")
    page.keyboard.press("Enter")
    expect(page.locator("#papers table")).to_be_visible()
    # At a desk everything is open, and what is printed is whole.
    page.set_viewport_size(SIZES["desk"])
    expect(page.locator("#terms table").first).to_be_visible()
    page.set_viewport_size(SIZES["phone"])
    page.emulate_media(media="print")
    expect(page.locator("#facts .sources")).to_be_visible()
    assert not page.locator(".rooms").is_visible()
    assert not page.locator("#map").is_visible()
    context.close()


def test_without_javascript_nothing_is_folded_and_every_look_answers(browser, live_server):
    context = browser.new_context(viewport=SIZES["phone"], java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/en/")
    page.click("form.example button")
    assert page.locator("#requirements table").is_visible()
    page.click("text=Every Incoterm")
    page.fill("#price_FCA", "21000")
    page.click("button[form=prices]")
    assert page.input_value("#price_FCA") == "21000"
    context.close()
