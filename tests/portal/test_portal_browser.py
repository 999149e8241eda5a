"""The first page in a real browser: three languages, desk and phone, by keyboard only."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browsing import EVERY, SIZES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GOODS = {"en": "apples", "zh-hans": "苹果", "ru": "яблоки"}
FROM = {"en": "Jiaozhou", "zh-hans": "胶州", "ru": "Цзяочжоу"}
TO = {"en": "Almaty", "zh-hans": "阿拉木图", "ru": "Алматы"}
NEXT = {"en": "zh-hans", "zh-hans": "ru", "ru": "en"}
HTML_LANG = {"en": "en", "zh-hans": "zh-Hans", "ru": "ru"}


class Reader:
    """A person at the keyboard, and what went wrong while they read."""

    def __init__(self, page, origin: str) -> None:
        self.page, self.origin = page, origin
        self.troubles: list[str] = []
        page.on("console", lambda message: message.type in ("error", "warning") and self.troubles.append(message.text))
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("request", self._stays_here)
        page.on("requestfailed", self._failed)

    def _stays_here(self, request) -> None:
        if not request.url.startswith((self.origin, "blob:", "data:")):
            self.troubles.append(f"leaves the origin: {request.url}")

    def _failed(self, request) -> None:
        # What was still loading when the reader left the page was broken off by the browser itself.
        if "ERR_ABORTED" not in (request.failure or ""):
            self.troubles.append(f"failed: {request.url}")

    def tab_to(self, selector: str) -> None:
        """Press Tab until the element has the focus."""
        is_there = "selector => document.activeElement.matches(selector)"
        if self.page.evaluate(is_there, selector):
            return
        for _ in range(150):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(is_there, selector):
                return
        raise AssertionError(f"{selector} cannot be reached by Tab")

    def pick(self, selector: str, words: str) -> None:
        """Type into a field with live search and take the first answer."""
        self.tab_to(selector)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)
        self.page.wait_for_selector(f"{selector}_options [data-value]", state="visible")
        self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Enter")

    def write(self, selector: str, words: str) -> None:
        self.tab_to(selector)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def press_enter_and_load(self) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


@pytest.fixture
def reader(request, browser, live_server):
    """A person at a desk or a phone, reading one language."""
    language, size = request.param
    context = browser.new_context(viewport=SIZES[size], locale="en-US")
    person = Reader(context.new_page(), live_server.url)
    person.language = language
    yield person
    context.close()
    assert person.troubles == []


def fits(page) -> None:
    """Nothing sticks out at the side, of the window or of the column."""
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    wide = "each => each.filter(table => table.scrollWidth > table.parentElement.clientWidth + 25).length"
    assert page.eval_on_selector_all("main table", wide) == 0


def is_accessible(page) -> None:
    """axe finds nothing serious or critical, by the rules of WCAG 2.2 AA."""
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}}).response["violations"]
    grave = [
        (row["id"], [node["html"][:200] for node in row["nodes"][:3]])
        for row in found
        if row["impact"] in ("serious", "critical")
    ]
    assert grave == []


@pytest.mark.parametrize("reader", EVERY, ids="-".join, indirect=True)
def test_the_apples_are_planned_read_kept_and_changed_by_keyboard_alone(reader, live_server):
    page, language = reader.page, reader.language
    page.goto(f"{live_server.url}/{language}/")
    assert page.get_attribute("html", "lang") == HTML_LANG[language]
    fits(page)

    reader.pick("#id_items-0-hs", GOODS[language])
    assert page.input_value("#id_items-0-hs").startswith("0808")
    reader.write("#id_items-0-hs", "080810")
    page.keyboard.press("Escape")
    reader.tab_to("#id_items-0-origin")
    page.keyboard.type({"en": "China", "zh-hans": "中国", "ru": "Китай"}[language])
    if page.input_value("#id_items-0-origin") != "CN":  # the driver cannot type every script into a list
        page.select_option("#id_items-0-origin", "CN")
    reader.write("#id_items-0-net_mass", "20000")
    reader.write("#id_items-0-gross_mass", "21000")
    reader.write("#id_items-0-value", "23400")
    reader.pick("#id_place_from", FROM[language])
    reader.pick("#id_place_to", TO[language])
    assert "(KZALA)" in page.input_value("#id_place_to")
    reader.tab_to("#id_ready")
    page.keyboard.type("11182026")
    assert page.input_value("#id_ready") == "2026-11-18"
    reader.pick("#id_incoterm_place", TO[language])
    reader.tab_to("form.consignment button[type=submit]")
    reader.press_enter_and_load()

    # The plan: ways, map, charges and their total.
    assert re.search(r"/plans/[A-Za-z0-9_-]{22,}/$", page.url)
    assert page.locator("#ways tbody tr").count() >= 1
    page.wait_for_selector("#map path.land", state="attached")
    assert page.locator("#map path.leg.chosen").count() >= 1
    assert re.search(r"\d", page.locator("#charges tr.total .number").last.inner_text())
    fits(page)
    is_accessible(page)

    # A source stands one key behind its figure; Escape closes it again.
    reader.tab_to("#charges details.source summary")
    page.keyboard.press("Enter")
    note = page.locator("details.source[open] .note")
    assert note.is_visible()
    assert len(note.inner_text()) > 10
    page.keyboard.press("Escape")
    assert page.locator("details.source[open]").count() == 0

    # Another way.
    if page.locator("a.pick").count():
        page.focus("h1 >> xpath=ancestor::main")
        reader.tab_to("a.pick")
        wanted = page.evaluate("document.activeElement.id").removeprefix("way-")
        page.keyboard.press("Enter")
        expect(page.locator("#ways tr.chosen .no")).to_have_text(wanted)
        page.wait_for_selector("#map path.land", state="attached")
        assert page.url.endswith(f"way={wanted}")

    # The same plan in another language.
    page.focus("main")
    page.evaluate("document.querySelector('.home').focus()")
    reader.tab_to(f".languages a[lang={NEXT[language]}]")
    reader.press_enter_and_load()
    assert page.get_attribute("html", "lang") == HTML_LANG[NEXT[language]]
    assert page.locator("#ways tbody tr").count() >= 1

    # Save.
    reader.tab_to(".next button")
    reader.press_enter_and_load()
    assert page.locator("#saved").is_visible()
    address = page.input_value("#address")
    assert "/plans/" in address

    # Change and plan again: the history has two versions. The page's own list of contents leads there.
    page.evaluate("document.querySelector('.home').focus()")
    reader.tab_to("a[href='#change']")
    page.keyboard.press("Enter")
    reader.tab_to("details.change > summary")
    page.keyboard.press("Enter")
    reader.write("#id_items-0-net_mass", "19000")
    reader.tab_to("#change-form .actions button")
    page.keyboard.press("Enter")
    expect(page.locator("#history tbody tr")).to_have_count(2)
    assert "19" in page.locator(".heading .lead").inner_text()
    fits(page)

    page.goto(address)
    assert page.locator("#history tbody tr").count() == 2


@pytest.mark.parametrize("reader", EVERY, ids="-".join, indirect=True)
def test_a_form_with_faults_tells_them_beside_the_fields(reader, live_server):
    page = reader.page
    page.goto(f"{live_server.url}/{reader.language}/")
    reader.tab_to("form.consignment button[type=submit]")
    reader.press_enter_and_load()
    reader.troubles = [trouble for trouble in reader.troubles if "422" not in trouble]  # the browser reports the status itself
    assert page.locator(".field.faulty").count() >= 4
    assert page.evaluate("document.activeElement.matches('.trouble')")
    assert page.get_attribute("#id_place_from", "aria-invalid") == "true"
    fits(page)
    is_accessible(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_colour_schemes_have_enough_contrast(browser, live_server, scheme):
    context = browser.new_context(viewport=SIZES["desk"], color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{live_server.url}/en/")
    page.click("form.example button")
    page.wait_for_selector("#map path.land", state="attached")
    is_accessible(page)
    context.close()


def test_without_javascript_the_example_can_be_planned_and_another_way_chosen(browser, live_server):
    context = browser.new_context(viewport=SIZES["phone"], java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/en/")
    page.click("form.example button")
    assert page.locator("#ways tbody tr").count() >= 1
    assert not page.locator("#map").is_visible()
    if page.locator("a.pick").count():
        page.locator("a.pick").first.click()
        assert "way=" in page.url
    page.locator("details.change > summary").click()
    page.fill("#id_items-0-net_mass", "18000")
    page.click("#change-form .actions button")
    assert page.locator("#history tbody tr").count() == 2
    context.close()
