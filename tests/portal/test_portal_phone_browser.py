"""A phone in a real browser: every example fits, words are whole, figures of a row stand side by side."""

import json

import pytest
from playwright.sync_api import expect

from chorsu.desks.plans import examples
from chorsu.planning import example
from tests.browsing import SIZES
from tests.portal.test_portal_browser import fits, is_accessible, reader  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONES = [("zh-hans", "phone"), ("ru", "phone")]


def planned(page, origin: str, language: str, document: dict | None = None) -> str:
    """Plan a document (or the example that stands first in the menu) on the page; gives its address."""
    if document is None:
        page.goto(f"{origin}/{language}/")
        page.click("form.example button")
    else:
        page.goto(f"{origin}/{language}/upload/")
        page.fill("#text", json.dumps(document))
        page.click("form.consignment button")
    page.wait_for_selector("#charges")
    return page.url


def box(page, selector: str) -> dict:
    return page.locator(selector).first.bounding_box()


@pytest.mark.parametrize("name", sorted(examples.documents()))
@pytest.mark.parametrize("reader", [("ru", "phone")], ids="-".join, indirect=True)
def test_every_example_opens_from_the_page_and_fits_a_phone(reader, live_server, name):  # noqa: F811
    page = reader.page
    page.goto(f"{live_server.url}/ru/")
    page.select_option("#example", name)
    page.click("form.example button")
    assert page.locator("#ways tbody tr").count() >= 1
    page.eval_on_selector_all("details.part", "each => each.forEach(part => { part.open = true; })")
    fits(page)


@pytest.mark.parametrize("reader", PHONES, ids="-".join, indirect=True)
def test_on_a_phone_the_name_of_a_paper_has_the_whole_width_and_a_leg_s_days_stand_side_by_side(reader, live_server):  # noqa: F811
    page = reader.page
    planned(page, live_server.url, reader.language)
    page.eval_on_selector_all("details.part", "each => each.forEach(part => { part.open = true; })")
    assert box(page, "#papers tbody th")["width"] > 0.8 * SIZES["phone"]["width"]
    departs, arrives, distance = (box(page, f".legs tbody tr td:nth-of-type({number})") for number in (1, 2, 3))
    assert departs["y"] == arrives["y"] < distance["y"]
    # A paper without a draft says nothing of one.
    assert page.locator("#papers td:not([data-label]):visible").count() == 0
    # The names of the languages stand in one line with the name of the house.
    assert box(page, ".top")["height"] < 64


@pytest.mark.parametrize("reader", [("ru", "phone"), ("en", "desk")], ids="-".join, indirect=True)
def test_every_source_opens_within_the_window(reader, live_server):  # noqa: F811
    page = reader.page
    planned(page, live_server.url, reader.language)
    page.eval_on_selector_all("details.part", "each => each.forEach(part => { part.open = true; })")
    outside = """async sources => {
        const found = [];
        for (const source of sources) {
            source.open = true;
            await new Promise(done => setTimeout(done, 5));
            const {left, right} = source.querySelector(".note").getBoundingClientRect();
            if (left < 0 || right > document.documentElement.clientWidth) found.push([source.innerText, left, right]);
            source.open = false;
        }
        return [sources.length, found];
    }"""
    count, found = page.eval_on_selector_all("main details.source", outside)
    assert count > 30
    assert found == []
    # A touch elsewhere closes the one that is open.
    page.locator("#charges details.source summary").first.click()
    expect(page.locator("details.source[open]")).to_have_count(1)
    page.locator("#charges h2").click()
    expect(page.locator("details.source[open]")).to_have_count(0)


@pytest.mark.parametrize("reader", PHONES, ids="-".join, indirect=True)
def test_on_a_phone_the_figures_of_two_days_stand_in_one_row_with_their_ways(reader, live_server):  # noqa: F811
    page = reader.page
    page.goto(planned(page, live_server.url, reader.language) + "days/")
    way, price = (page.locator("table.compare tbody tr").nth(number) for number in (0, 1))
    assert all(len(way.locator("td").nth(number).inner_text()) > 12 for number in (0, 1))  # a label, and a way in words
    bottoms = {
        round(cell["y"] + cell["height"]) for cell in (price.locator("td").nth(number).bounding_box() for number in range(3))
    }
    assert len(bottoms) == 1
    fits(page)
    is_accessible(page)


@pytest.mark.parametrize("reader", [("zh-hans", "phone"), ("ru", "desk")], ids="-".join, indirect=True)
def test_the_figures_of_every_term_come_first_and_a_price_is_typed_as_the_language_writes_it(reader, live_server):  # noqa: F811
    page = reader.page
    page.goto(planned(page, live_server.url, reader.language) + "terms/")
    assert box(page, "#figures")["y"] < box(page, "#duties")["y"]
    written = {"zh-hans": "21,000.50", "ru": "21 000,50"}[reader.language]
    page.fill("#price_FCA", written)
    page.click("button[form=prices]")
    assert page.input_value("#price_FCA") == written
    assert page.locator("[aria-invalid=true]").count() == 0
    page.locator("tr", has=page.locator("#price_FCA")).locator("button").click()
    page.wait_for_selector("#charges")
    assert "FCA" in page.locator(".heading .lead").inner_text()


@pytest.mark.parametrize("reader", [("en", "desk"), ("zh-hans", "phone")], ids="-".join, indirect=True)
def test_an_unknown_charge_leads_to_the_question_that_decides_it(reader, live_server):  # noqa: F811
    page = reader.page
    document = example()
    document["items"] = [{**document["items"][0], "codes": {}}]
    planned(page, live_server.url, reader.language, document)
    page.click("#charges a[href='#question-1']")
    expect(page.locator("#question-1")).to_be_in_viewport()


@pytest.mark.parametrize("reader", [("en", "desk"), ("ru", "phone")], ids="-".join, indirect=True)
def test_the_list_is_sorted_by_keyboard(reader, live_server):  # noqa: F811
    page = reader.page
    for ready in ("2026-12-20", "2026-12-01"):
        planned(page, live_server.url, reader.language, {**example(), "ready": ready})
    page.goto(f"{live_server.url}/{reader.language}/plans/")
    reader.tab_to("#sort")
    page.keyboard.press("ArrowDown")
    reader.tab_to("form.find button")
    reader.press_enter_and_load()
    days = page.eval_on_selector_all("tbody td time[datetime^='2026-12']", "each => each.map(day => day.dateTime)")
    assert days == ["2026-12-01", "2026-12-20"]
    assert page.input_value("#sort") == "ready"
    fits(page)
    is_accessible(page)
