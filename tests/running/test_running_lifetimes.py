"""Sessions end: without requests after three days, in any case after two weeks; guessing is stopped."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.test import Client

from chorsu.portal import lifetimes
from tests.people import PASSWORD, actor, client_of, person

pytestmark = pytest.mark.django_db
DAY = 24 * 3600


@pytest.mark.parametrize(
    ("days", "is_in"),
    [
        ([0, 2.9], True),
        ([0, 3.1], False),
        ([0, 2, 4, 6, 8, 10, 12, 13.9], True),
        ([0, 2, 4, 6, 8, 10, 12, 14.1], False),
    ],
)
def test_a_session_ends_in_time(monkeypatch, days, is_in):
    client = client_of(actor())
    for day in days:
        monkeypatch.setattr(lifetimes, "time", SimpleNamespace(time=lambda day=day: 1_800_000_000 + day * DAY))
        answer = client.get("/en/organisations/members/")
    assert (answer.status_code == 200) is is_in
    assert ("_auth_user_id" in client.session) is is_in


def test_guessing_is_stopped_though_the_right_password_comes_at_last():
    cache.clear()
    who = person()
    client = Client()
    for password in (*["wrong words again"] * 5, PASSWORD):
        client.post("/en/accounts/login/", {"login": who.email, "password": password})
    assert "_auth_user_id" not in client.session
    cache.clear()
    client.post("/en/accounts/login/", {"login": who.email, "password": PASSWORD})
    assert "_auth_user_id" in client.session


def test_sessions_are_ended_by_whoever_has_shown_the_password_again():
    answer = client_of(actor()).get("/en/accounts/sessions/")
    assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/en/accounts/reauthenticate/")
