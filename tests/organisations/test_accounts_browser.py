"""Signing up and in, in a real browser, under the policy of the pages: with a code by mail, an app's codes, a passkey."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache

from chorsu.desks.organisations.models import Person
from tests import people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = people.PASSWORD
MAIN = "main form button:not(.plain):not(.second)"
LANGUAGES = ("en", "zh-hans", "ru")


@pytest.fixture
def page(browser, live_server):
    """A page of a fresh browser; whatever the policy forbids, or a script throws, fails the test."""
    cache.clear()
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.set_default_timeout(10_000)
    troubles = []
    page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.site = live_server.url.replace("127.0.0.1", "localhost")
    yield page
    # A form that is answered with its faults is no trouble.
    told = [trouble for trouble in troubles if not re.search(r"status of 4(22|00)", trouble)]
    assert told == []
    context.close()


def sign_in(page, email: str, language: str = "en") -> None:
    page.goto(f"{page.site}/{language}/accounts/login/")
    page.fill("#id_login", email)
    page.fill("#id_password", PASSWORD)
    page.click(MAIN)


def confirm_access(page) -> None:
    """Grave pages ask for the password again, though it was given a moment ago."""
    page.wait_for_url("**/reauthenticate/**")
    assert fits(page)
    page.fill("#id_password", PASSWORD)
    page.click(MAIN)


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_person_signs_up_proves_the_address_and_comes_to_begin(page, language):
    page.goto(f"{page.site}/{language}/accounts/signup/")
    page.fill("#id_name", "Айгуль 王")
    page.fill("#id_email", "new@example.org")
    page.fill("#id_password1", PASSWORD)
    assert page.input_value("#id_language") == language
    assert fits(page)
    page.click(MAIN)
    page.wait_for_selector("#id_code")
    assert fits(page)
    (letter,) = mail.outbox
    code = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", letter.body, re.MULTILINE)[1]
    page.fill("#id_code", code)
    page.click(MAIN)
    page.wait_for_url(f"**/{language}/organisations/begin/")
    person = Person.objects.get(email="new@example.org")
    assert (person.name, person.language) == ("Айгуль 王", language)
    assert person.emailaddress_set.get().verified
    assert person.password.startswith("argon2")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_app_is_set_up_and_its_code_asked_for(page, language):
    who = people.actor()
    sign_in(page, who.person.email, language)
    page.wait_for_url(f"**/{language}/")
    page.goto(f"{page.site}/{language}/accounts/2fa/totp/activate/")
    confirm_access(page)
    assert page.locator(".qr svg path").bounding_box()["width"] > 100
    assert fits(page)
    secret = page.input_value("#authenticator_secret")
    page.fill("#id_code", code_now(secret))
    page.click(MAIN)
    page.wait_for_url("**/2fa/**")
    assert Authenticator.objects.filter(user=who.person, type="totp").exists()
    page.context.clear_cookies()
    # The code of these thirty seconds is used up; the test does not wait for the next.
    cache.clear()
    sign_in(page, who.person.email, language)
    page.wait_for_url("**/2fa/authenticate/")
    assert fits(page)
    page.fill("#id_code", "000000")
    page.click(MAIN)
    page.wait_for_selector(".faults")
    page.fill("#id_code", code_now(secret))
    page.click(MAIN)
    page.wait_for_url(f"**/{language}/")


def test_a_passkey_is_added_and_signs_in_without_a_password(page):
    who = people.actor()
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(page, who.person.email)
    page.wait_for_url("**/en/")
    page.goto(f"{page.site}/en/accounts/2fa/webauthn/add/")
    confirm_access(page)
    page.fill("#id_name", "laptop")
    page.check("#id_passwordless")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/2fa/**recovery-codes/**")
    assert Authenticator.objects.filter(user=who.person, type="webauthn").exists()
    page.context.clear_cookies()
    page.goto(f"{page.site}/en/accounts/login/")
    page.click("#passkey_login")
    page.wait_for_url("**/en/")
    assert page.locator(".account").count() > 0
    page.goto(f"{page.site}/en/accounts/sessions/")
    assert fits(page)


def test_a_passkey_that_is_not_there_is_told(page):
    page.goto(f"{page.site}/en/accounts/login/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new DOMException('no', 'NotAllowedError')); }")
    page.click("#passkey_login")
    page.wait_for_selector("#passkey_trouble:not([hidden])")
