"""The officer's note behind each charge of a plan: opened by keyboard, in three languages, at a desk and on a phone."""

import pytest

from tests.browsing import EVERY
from tests.portal.test_portal_browser import fits, is_accessible, reader  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ARITHMETIC = {"en": "0.03 EUR × 20,000 kg", "zh-hans": "0.03 EUR × 20,000 千克", "ru": "0,03 EUR × 20\u00a0000 кг"}


@pytest.mark.parametrize("reader", EVERY, ids="-".join, indirect=True)
def test_the_note_on_a_charge_opens_by_keyboard(reader, live_server):  # noqa: F811
    page, language = reader.page, reader.language
    page.goto(f"{live_server.url}/{language}/")
    reader.tab_to("form.example button")
    reader.press_enter_and_load()
    note = page.locator("#charges details.how", has_text=ARITHMETIC[language])
    note.locator("summary").focus()
    page.keyboard.press("Enter")
    assert note.locator("li").filter(has_text=ARITHMETIC[language]).is_visible()
    fits(page)
    is_accessible(page)
