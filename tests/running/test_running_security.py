"""What the table in docs/explanation/security.md says is met and no other test shows."""

import logging
import subprocess
import sys

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from chorsu.portal import environment
from chorsu.portal.logs import Line
from tests.people import PASSWORD, actor, client_of, person
from tests.running.served import chorsu, environ

HTTPS = """
from django.conf import settings
from django.test import Client
asked = Client(headers={"host": "localhost"})
plain = asked.get("/en/")
assert (plain.status_code, plain.headers["Location"]) == (301, "https://localhost/en/"), plain
page = asked.get("/en/accounts/login/", secure=True, headers={"x-forwarded-proto": "https"})
assert page.status_code == 200, page
assert page.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
for name, cookie in page.cookies.items():
    assert name.startswith("__Host-") and cookie["secure"] and cookie["httponly"], name
from django.http import HttpRequest, HttpResponse
from chorsu.desks.plans import shelf
request, answer = HttpRequest(), HttpResponse()
request.META = {"HTTP_X_FORWARDED_PROTO": "https"}
(shelved,) = shelf.remember(answer, request, "key").cookies.items()
assert shelved[0].startswith("__Host-") and shelved[1]["secure"] and shelved[1]["path"] == "/", shelved
assert settings.LANGUAGE_COOKIE_NAME.startswith("__Host-") and "session" in settings.MESSAGE_STORAGE
program = asked.get("/api/v1/me", headers={"authorization": "Bearer secret"})
assert (program.status_code, program.headers["Content-Type"]) == (403, "application/problem+json"), program
assert "HTTPS" in program.json()["detail"] and "Location" not in program.headers, program.json()
assert settings.SESSION_COOKIE_NAME.startswith("__Host-") and settings.SESSION_COOKIE_SECURE and settings.SESSION_COOKIE_HTTPONLY
print("proved")
"""


def test_behind_https_nothing_travels_plain(tmp_path):
    more = {"CHORSU_HTTPS": "1", "DJANGO_SETTINGS_MODULE": "chorsu.portal.settings"}
    data = tmp_path / "data"
    assert chorsu("serve", "--check", data=data).returncode == 0
    program = f"import django; django.setup(){HTTPS}"
    done = subprocess.run([sys.executable, "-c", program], env=environ(data, **more), capture_output=True, text=True, check=False)
    assert done.stdout == "proved\n", done.stderr


@pytest.mark.django_db
def test_every_answer_says_what_a_browser_may_do_with_it():
    for answer in (Client().get("/en/"), Client().get("/en/accounts/login/"), Client().get("/en/nowhere/")):
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert "base-uri 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        for cookie in answer.cookies.values():
            assert (cookie["samesite"], cookie["httponly"]) == ("Lax", True)


@pytest.mark.django_db
def test_pages_of_who_is_signed_in_are_not_stored():
    assert "no-store" in client_of(actor()).get("/en/").headers["Cache-Control"]


@pytest.mark.django_db
def test_trace_is_refused():
    answer = Client().generic("TRACE", "/en/", headers={"x-secret": "secret"})
    assert answer.status_code == 405
    assert b"secret" not in answer.content


@pytest.mark.parametrize(
    ("password", "allowed"),
    [
        ("eleven-long", False),
        ("password1234", False),
        ("four ways that meet", True),
        ("四方之路在此相会于集市之中", True),
        ("a b" * 50, True),
        ("Chorsu-customs-2026", False),
        ("Jiaozhou 2026!", False),
        ("jiaozhou bridges at dawn", True),
    ],
)
def test_passwords_are_long_and_uncommon_and_otherwise_free(password, allowed, settings, monkeypatch):
    monkeypatch.setenv("CHORSU_PASSWORD_WORDS", "Jiaozhou, ")
    settings.AUTH_PASSWORD_VALIDATORS = [
        {**rule, "OPTIONS": {"words": environment.password_words()}} if "WordsOfTheZone" in rule["NAME"] else rule
        for rule in settings.AUTH_PASSWORD_VALIDATORS
    ]
    if allowed:
        validate_password(password)
    else:
        with pytest.raises(ValidationError):
            validate_password(password)


@pytest.mark.django_db
def test_passwords_are_kept_by_argon2():
    assert identify_hasher(person().password).algorithm == "argon2"


@pytest.mark.django_db
def test_signing_in_is_logged_by_key_alone(caplog):
    who = person("Secret Name")
    with caplog.at_level(logging.INFO, logger="chorsu"):
        logging.getLogger("chorsu").addHandler(caplog.handler)
        try:
            for password in ("wrong-secret", PASSWORD):
                Client().post("/en/accounts/login/", {"login": who.email, "password": password})
        finally:
            logging.getLogger("chorsu").removeHandler(caplog.handler)
    lines = [Line().format(record) for record in caplog.records if record.name == "chorsu.security"]
    assert [event for event in ("sign-in failed", "signed in") if any(event in line for line in lines)] == [
        "sign-in failed",
        "signed in",
    ]
    assert any(str(who.pk) in line for line in lines)
    assert not any(word in line for line in lines for word in ("Secret", "secret", who.email, PASSWORD))


def test_a_line_of_the_log_is_one_line_whatever_it_tells():
    record = logging.LogRecord("chorsu.x", logging.INFO, "x.py", 1, "a\nb", (), None)
    record.facts = {"task": 'c"\n{"level": "error"}'}
    assert len(Line().format(record).splitlines()) == 1
