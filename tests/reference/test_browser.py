"""The pages of the desk in a real browser: three languages, desk and phone, nothing wider than the screen, axe clean."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from chorsu.desks.reference import services
from tests.browsing import EVERY
from tests.people import AT, client_of
from tests.portal.test_portal_browser import HTML_LANG, fits, is_accessible, reader  # noqa: F401
from tests.reference.drafts import VAT, VAT_OF_17, looked_through, published, rise, zone

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("CHORSU_SHOTS", "")


@pytest.mark.parametrize("reader", EVERY, ids="-".join, indirect=True)
def test_every_page_fits_and_is_accessible(reader, live_server):  # noqa: F811
    writer, second = zone()
    made = published(rise(writer), writer, second)
    draft = services.begin("VAT of Kazakhstan at 18 %", why="Law No. 300 (invented), art. 2.", effective="2027", by=writer, at=AT)
    row = {**VAT_OF_17, "id": "KZ-vat-18", "expression": "18%", "valid_from": "2027-01-01"}
    services.change_law(draft, "measure", "KZ-vat-17", row, by=writer, at=AT)
    draft.refresh_from_db()
    looked_through(draft, writer)
    page, language = reader.page, reader.language
    sign_in(page, writer, live_server.url)
    keys = {"measure": VAT, "requirement": "KZ-0808-CN-fruit-2020", "place": "KZALA", "service": "rail-jiaozhou-bishkek"}
    with translation.override(language):
        pages = [reverse("reference:facts"), draft.get_absolute_url(), made.get_absolute_url(), reverse("reference:drafts")]
        pages += [reverse("reference:import", args=[draft.pk]), reverse("reference:begin")]
        pages += [reverse("reference:list", args=[name]) for name in ("measure", "rate", "service")]
        pages += [reverse("reference:fact", args=key) for key in keys.items()]
        pages += [reverse("reference:change", args=["measure", VAT]), reverse("reference:add", args=["crossing"])]
        pages += [reverse("reference:change", args=["measure", VAT]) + "?as=end"]
    for number, path in enumerate(pages):
        page.goto(live_server.url + path)
        assert page.get_attribute("html", "lang") == HTML_LANG[language]
        if SHOTS:
            size = page.viewport_size["width"]
            page.screenshot(path=str(Path(SHOTS) / f"{number:02}-{language}-{size}.png"), full_page=True)
        fits(page)
        is_accessible(page)


def sign_in(page, actor, address):
    """The session of a signed-in person, given to the browser."""
    cookie = client_of(actor).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
