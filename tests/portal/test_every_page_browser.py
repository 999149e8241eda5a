"""Every page in a real browser, as the matrix names them: it fits a phone, is accessible, whole in its language, breaks no rule.

Whoever adds an address adds its line to the matrix, and its page is walked here, by `make proof`.
"""

import re
from functools import cache
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from babel.messages.pofile import read_po
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import Error

from tests.matrix import table
from tests.matrix.world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.proof, pytest.mark.django_db(transaction=True)]

SOURCE = Path(__file__).parents[2] / "src" / "chorsu"
HTML_LANG = {"en": "en", "zh-hans": "zh-Hans", "ru": "ru"}
CATALOGUES = {"zh-hans": "zh_Hans", "ru": "ru"}
LANGUAGES = tuple(HTML_LANG)
WIDTH = 390
# Pages that lead elsewhere, answer a part of a page or give a file are no pages to look at.
NO_PAGES = ("favicon", "robots", "api:", "no_api", "plans:search_", "organisations:invitation")
AXE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
NAMELESS = """() => [...document.querySelectorAll('main input, main select, main textarea')]
    .filter(field => field.type !== 'hidden' && !field.labels?.length)
    .filter(field => !field.ariaLabel && !field.getAttribute('aria-labelledby'))
    .map(field => field.outerHTML.slice(0, 100))"""


@cache
def untranslated(language: str) -> re.Pattern:
    """Sentences of the catalogues that would stand in English on a page of another language."""
    found = set()
    for path in [*SOURCE.glob("desks/*/locale"), SOURCE / "portal/locale"]:
        with (path / CATALOGUES[language] / "LC_MESSAGES" / "django.po").open("rb") as file:
            rows = [row for row in read_po(file) if isinstance(row.id, str) and len(row.id) > 15 and "%" not in row.id]
            # What is written the same in both languages (a list of codes) is no sentence left in English.
            found |= {row.id for row in rows if row.id not in str(row.string)}
    return re.compile("|".join(re.escape(sentence) for sentence in sorted(found, key=len, reverse=True)))


def pages(role: str) -> list[table.Line]:
    """The pages that the role may open, by the matrix."""
    at = table.ROLES.index(role)
    return [
        line
        for line in table.lines()
        if line.method == "GET" and not line.is_api and line.words[at] == "ok" and not line.name.startswith(NO_PAGES)
    ]


def is_page(answer) -> bool:
    """Whether an answer is a whole page: no file, and no part of a page."""
    return "text/html" in answer.headers.get("content-type", "") and "<main" in answer.text()


def faults_of(page, response, language: str) -> list[str]:
    """What is wrong with an opened page, in a line each."""
    faults = [] if response.status < 400 else [f"status {response.status}"]
    if page.get_attribute("html", "lang") != HTML_LANG[language]:
        faults.append("another language")
    if (wide := page.evaluate("document.documentElement.scrollWidth")) > WIDTH:
        faults.append(f"{wide} pixels wide")
    faults += [f"a field without a label: {field}" for field in page.evaluate(NAMELESS)]
    if language != "en" and (left := untranslated(language).search(page.evaluate("document.querySelector('main').innerText"))):
        faults.append(f"left in English: {left[0]}")
    return faults


def graves_of(page) -> list[str]:
    """What axe finds serious or critical."""
    found = Axe().run(page, options=AXE).response["violations"]
    return [f"axe {row['id']}: {row['nodes'][0]['html'][:120]}" for row in found if row["impact"] in ("serious", "critical")]


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """A data folder of this test's own: the world of the matrix publishes facts and keeps files."""
    monkeypatch.setenv("CHORSU_DATA", str(tmp_path))


def walk(browser, live_server, role: str, languages_of) -> list[str]:
    """Open every page of the role, in the languages that ``languages_of`` gives for its number; what is wrong, by page."""
    world = make_world()
    context = browser.new_context(viewport={"width": WIDTH, "height": 844}, locale="en-US")
    session = world.client(role, by_token=False).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page, faults = context.new_page(), []
    # Whoever else opens a page that the trader's staff opens has nothing in it that reads otherwise to a machine.
    looked_at = set(pages("staff"))
    said: list[str] = []
    page.on("console", lambda message: message.type in ("error", "warning") and said.append(message.text[:200]))
    page.on("pageerror", lambda error: said.append(str(error)))
    for number, line in enumerate(pages(role)):
        for language in languages_of(number):
            with override(language):
                address = reverse(line.name, args=[world.argument(name) for name in line.things])
            said.clear()
            try:
                response = page.goto(live_server.url + address)
            except Error as error:
                if "Download is starting" in str(error):
                    continue
                raise
            if not is_page(response):
                continue
            found = faults_of(page, response, language)
            found += graves_of(page) if role == "staff" or line not in looked_at else []
            faults += [f"{line} ({language}): {fault}" for fault in [*found, *(f"console: {text}" for text in said)]]
    context.close()
    return faults


@pytest.mark.parametrize(("role", "first"), [("staff", 0), ("broker", 1), ("officer", 2)])
def test_every_page_fits_a_phone_is_accessible_and_whole_in_its_language(browser, live_server, role, first):
    faults = walk(browser, live_server, role, lambda number: [LANGUAGES[(number + first) % 3]])
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("role", ["administrator", "reader", "foreign", "carrier", "broker", "officer"])
def test_every_page_in_every_language(browser, live_server, role):
    faults = walk(browser, live_server, role, lambda _number: LANGUAGES)
    assert not faults, "\n".join(faults)
