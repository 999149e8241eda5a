"""Who needs a second factor, and what is there until it is set up."""

import pytest
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
