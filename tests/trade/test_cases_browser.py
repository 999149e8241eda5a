"""The apples from an uploaded invoice to a closed case, by three people in a real browser: each language, desk and phone."""

import re

import pytest
from playwright.sync_api import expect

from chorsu.desks.trade.models import Case
from tests.browsing import EVERY, SIZES
from tests.people import client_of
from tests.portal.conftest import own_installation  # noqa: F401
from tests.portal.test_portal_browser import HTML_LANG, Reader, fits, is_accessible
from tests.trade.world import world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = {
    "en": ("Which orchard are the apples from?", "Number 7, Laixi.", "The gross mass does not fit."),
    "zh-hans": ("苹果来自哪个果园？", "莱西七号果园。", "毛重不符。"),
    "ru": ("Из какого сада яблоки?", "Сад № 7, Лайси.", "Масса брутто не сходится."),
}


class Person(Reader):
    """Somebody signed in, in a browser of their own, who looks at every page that they come to."""

    def __init__(self, browser, server: str, who, language: str, size: str, looked_at: set[str]) -> None:
        self.context = browser.new_context(viewport=SIZES[size], locale="en-US")
        session = client_of(who).cookies["sessionid"].value
        self.context.add_cookies([{"name": "sessionid", "value": session, "url": server}])
        super().__init__(self.context.new_page(), server)
        self.language, self.at = language, f"{server}/{language}"
        self.looked_at = looked_at

    def go(self, path: str) -> None:
        """Open a page and look at it."""
        self.page.goto(f"{self.at}{path}")
        self.look()

    def do(self, selector: str) -> None:
        """Press a button or follow a link, and look at the page that comes."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        self.look()

    def look(self) -> None:
        """Nothing sticks out, axe finds nothing grave; each kind of page in each state once."""
        kind = re.sub(r"[0-9a-f-]{36}|\?.*", "", self.page.url)
        state = self.page.locator(".heading .state")
        kind += state.first.inner_text() if state.count() else ""
        if kind not in self.looked_at:
            self.looked_at.add(kind)
            assert self.page.get_attribute("html", "lang") == HTML_LANG[self.language]
            fits(self.page)
            is_accessible(self.page)


@pytest.fixture
def people(browser, live_server):
    """Makes the three people in a language at a size; each must have met no trouble in the end."""
    made = []

    def make(language, size):
        of, looked_at = world(), set()
        who = (of.trader, of.broker, of.officer)
        made.extend(Person(browser, live_server.url, each, language, size, looked_at) for each in who)
        return of, *made

    yield make
    for person in made:
        person.context.close()
        assert person.troubles == []


def carry(people, language, size):
    """The whole way of the apples."""
    of, trader, broker, officer = people(language, size)
    question, answer, reason = WORDS[language]

    trader.go("/trade/cases/")
    trader.do(".empty .button")
    trader.do(f"a[href='/{language}/trade/uploads/']")
    invoice = trader.context.request.get(f"{trader.at}/trade/uploads/example.xlsx").body()
    trader.page.set_input_files("input[type=file]", {"name": "invoice.xlsx", "mimeType": "application/zip", "buffer": invoice})
    trader.do("main form button")
    for box in trader.page.locator("input[name=right]").all():
        box.check()
    for name, value in (("place_from", "CNJZH"), ("place_to", "KZALA"), ("ready", "2026-12-10")):
        field = trader.page.locator(f"[name={name}]")
        if not field.input_value():
            field.fill(value)
    trader.do("button[value=make]")
    case = Case.objects.get()
    at = f"/trade/cases/{case.pk}/"
    assert trader.page.url.endswith(at)

    trader.do(".doing .button")
    trader.do(f"form[action$='/cases/{case.pk}/choose/'] button")
    for part in ("papers/", "way/", "messages/", "files/", "history/", "now/", "plan/"):
        trader.go(at + part)
    trader.go(at)
    trader.do(".doing .button")
    trader.page.select_option("select[name=broker]", str(of.broker.organisation.pk))
    trader.do("main form button")

    broker.go("/trade/cases/")
    broker.do("table a")
    broker.go(f"{at}files/")
    paper = {"name": "declaration.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}
    broker.page.set_input_files("input[type=file]", paper)
    broker.do("main form[enctype] button")
    broker.do(".doing .button")
    broker.do("main form button")

    officer.go(f"{at}messages/")
    officer.page.fill("#write textarea", question)
    officer.do("button[name=ask]")
    broker.go(at)
    broker.do(".doing .button")
    broker.page.fill("#question textarea", answer)
    broker.do("#question button")
    officer.go(f"{at}return/")
    officer.page.fill("textarea", reason)
    officer.do("main form button")
    trader.go(at)
    expect(trader.page.locator(".finding.warning").first).to_contain_text(reason)
    broker.go(at)
    broker.do(".doing .button")
    broker.do("main form button")
    officer.go(at)
    officer.do(".doing .button")
    officer.do("main form button")

    for number in range(case.milestones.count()):
        trader.go(f"{at}way/")
        trader.page.fill(".timeline [name=reached_at]", f"2026-11-{number + 10}T08:00")
        trader.do(".timeline form button")
    trader.do(".doing .button")
    trader.do("main form button")
    trader.go("/trade/cases/?state=closed")
    expect(trader.page.locator("table .state.good")).to_have_count(1)
    case.refresh_from_db()
    assert case.state == "closed"


@pytest.mark.parametrize("read", EVERY, ids="-".join)
def test_the_apples_are_carried_by_three_people(people, read):
    carry(people, *read)
