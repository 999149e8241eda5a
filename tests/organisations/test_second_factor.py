"""Who needs a second factor, and what is there until it is set up."""

import json
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client

from tests import people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "role", "is_needed"),
    [
        ("zone", "administrator", True),
        ("agency", "administrator", True),
        ("zone", "staff", False),
        ("agency", "reader", False),
        ("trader", "administrator", False),
    ],
)
def test_administrators_of_zone_and_agencies_come_no_further_without_one(kind, role, is_needed, settings):
    who = people.actor(kind, role)
    client = Client()
    client.force_login(who.person)
    answer = client.get("/en/organisations/members/")
    assert (answer.status_code, answer.headers.get("Location")) == ((302, "/en/accounts/2fa/") if is_needed else (200, None))
    assert client.get("/en/accounts/2fa/").status_code == 200
    settings.SECOND_FACTOR_FOR = ()
    assert client.get("/en/organisations/members/").status_code == 200


def test_with_one_they_are_let_in():
    assert people.client_of(people.actor("zone", "administrator")).get("/en/organisations/members/").status_code == 200


SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def one_moment(monkeypatch):
    """The clock of the apps stands."""
    monkeypatch.setattr(totp, "time", SimpleNamespace(time=lambda: 1_800_000_000))


def _is_right(app: totp.TOTP) -> bool:
    """Whether the code that the person's app shows is taken."""
    (counter,) = totp.yield_hotp_counters_from_time()
    return app.validate_code(totp.format_hotp_value(totp.hotp_value(SECRET, counter)))


def _kept(row) -> str:
    return json.dumps(Authenticator.objects.get(pk=row.instance.pk).data)


def test_what_the_database_holds_of_a_factor_opens_nothing_without_the_key(settings):
    who = people.person()
    app, codes = totp.TOTP.activate(who, SECRET), RecoveryCodes.activate(who)
    printed = codes.generate_codes()
    assert SECRET not in _kept(app)
    assert _is_right(app)
    assert codes.generate_codes() == printed
    cache.clear()  # where codes that were used are remembered
    settings.SECRET_KEY = "another key, made later"
    assert not _is_right(app)
    assert not codes.validate_code(printed[0])
    assert codes.generate_codes() != codes.generate_codes(), "a seed that nobody has must not be the same twice"


def test_with_the_key_before_factors_go_on_and_new_ones_need_the_new_key_alone(settings):
    old = settings.SECRET_KEY
    app = totp.TOTP.activate(people.person(), SECRET)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key, made later", [old]
    assert _is_right(app)
    later = totp.TOTP.activate(people.person(), SECRET)
    settings.SECRET_KEY_FALLBACKS = []
    cache.clear()
    assert _is_right(later)
    assert not _is_right(app)


def test_a_code_counts_once():
    who = people.person()
    app, codes = totp.TOTP.activate(who, SECRET), RecoveryCodes.activate(who)
    assert _is_right(app)
    assert not _is_right(app)
    one = codes.generate_codes()[0]
    assert codes.validate_code(one)
    assert not codes.validate_code(one)


@pytest.mark.parametrize("kept", ["", SECRET, "gAAAAA", "ключ"])
def test_what_was_not_encrypted_by_us_opens_nothing(kept):
    app = totp.TOTP.activate(people.person(), SECRET)
    app.instance.data["secret"] = kept
    assert not _is_right(app)
