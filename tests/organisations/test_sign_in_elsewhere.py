"""Sign-in at an agency's own server by OpenID Connect: who comes in as whom, and what that server can not give."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client

from chorsu.desks.organisations.models import Membership, Person
from chorsu.portal import environment
from tests import people
from tests.organisations import provider as servers

pytestmark = pytest.mark.django_db
SETTINGS = Path(__file__).parents[2] / "docs" / "reference" / "settings.md"
HERS = {"sub": "e-17", "email": "aigul@customs.example", "email_verified": True, "name": "Айгуль Сериковна"}


@pytest.fixture
def server(monkeypatch, settings):
    cache.clear()
    with servers.provider() as made:
        given = {"SERVER": made.address, "CLIENT": servers.CLIENT, "SECRET": servers.SECRET, "NAME": "Customs of Khorgos"}
        for name, value in given.items():
            monkeypatch.setenv(f"CHORSU_OIDC_{name}", value)
        settings.SOCIALACCOUNT_PROVIDERS = environment.sign_in_elsewhere()
        made.claims = dict(HERS)
        yield made


def come_in(client: Client, language: str = "en", process: str = ""):
    """What a browser does: the button, the server's page, the way back; gives the last answer and the address asked for."""
    begun = client.post(f"/{language}/accounts/oidc/agency/login/", {"process": process} if process else {})
    assert begun.status_code == 302
    asked = {name: values[0] for name, values in parse_qs(urlsplit(begun.headers["Location"]).query).items()}
    back = urlsplit(httpx.get(begun.headers["Location"]).headers["Location"])
    return client.get(f"{back.path}?{back.query}"), asked


def signed_in(client: Client) -> Person | None:
    return Person.objects.filter(pk=client.session.get("_auth_user_id")).first()


def test_the_page_for_signing_in_offers_it_by_the_agencys_name(server):
    assert "Customs of Khorgos" in Client().get("/en/accounts/login/").content.decode()


@pytest.mark.parametrize("language", ["en", "zh-hans", "ru"])
def test_a_person_comes_in_and_belongs_to_nothing(server, language):
    people.organisation("agency", name="Customs of Khorgos")
    client = Client()
    answer, asked = come_in(client, language)
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert f"`{urlsplit(asked['redirect_uri']).path}`" in SETTINGS.read_text("utf-8")
    assert answer.headers["Location"] == f"/{language}/"
    who = signed_in(client)
    assert (who.email, who.name, who.language) == (HERS["email"], HERS["name"], language)
    assert who.emailaddress_set.get().verified
    assert not who.has_usable_password()
    assert not Membership.objects.exists()
    assert client.get(answer.headers["Location"]).headers["Location"] == f"/{language}/organisations/begin/"


def test_whatever_else_the_server_says_gives_no_membership_and_no_power(server):
    house = people.organisation("agency")
    server.claims |= {"organisation": str(house.pk), "organisations": [house.name], "groups": ["administrator"]}
    server.claims |= {"role": "administrator", "is_staff": True, "is_superuser": True}
    client = Client()
    come_in(client)
    who = signed_in(client)
    assert not Membership.objects.filter(person=who).exists()
    assert not getattr(who, "is_superuser", False)
    assert not getattr(who, "is_staff", False)


def test_the_same_person_comes_in_again_even_under_a_new_address(server):
    come_in(first := Client())
    server.claims["email"] = "aigul.married@customs.example"
    come_in(second := Client())
    assert signed_in(first) == signed_in(second)
    assert Person.objects.count() == 1


def test_an_address_that_the_server_has_not_verified_must_be_proved_here(server):
    server.claims["email_verified"] = False
    client = Client()
    answer, _asked = come_in(client)
    assert "/confirm-email/" in answer.headers["Location"]
    assert signed_in(client) is None
    assert not EmailAddress.objects.filter(verified=True).exists()
    assert [letter.to for letter in mail.outbox] == [[HERS["email"]]]


@pytest.mark.parametrize("verified", [True, False])
def test_nobody_comes_in_as_a_person_who_is_here_already(server, verified):
    officer = people.actor("zone", "staff")
    server.claims |= {"email": officer.person.email, "email_verified": verified}
    client = Client()
    come_in(client)
    assert signed_in(client) is None
    assert Person.objects.count() == 1
    # The one who is here is told; who tried it learns nothing.
    assert [letter.to for letter in mail.outbox] == [[officer.person.email]]


def test_who_is_here_connects_it_themselves_and_keeps_what_they_belong_to(server):
    officer = people.actor("agency", "staff")
    at_work = Client()
    at_work.post("/en/accounts/login/", {"login": officer.person.email, "password": people.PASSWORD})
    at_work.post("/en/accounts/reauthenticate/", {"password": people.PASSWORD})
    answer, _asked = come_in(at_work, process="connect")
    assert answer.headers["Location"] == "/en/accounts/3rdparty/"
    come_in(later := Client())
    assert signed_in(later) == officer.person
    assert [each.organisation for each in Membership.objects.filter(person=officer.person)] == [officer.organisation]


def test_a_token_made_for_another_client_opens_nothing(server):
    server.audience = "somebody else"
    client = Client()
    answer, _asked = come_in(client)
    assert answer.status_code == 401
    assert signed_in(client) is None
    assert not Person.objects.exists()


def test_an_answer_that_nobody_here_asked_for_opens_nothing(server):
    client = Client()
    begun = client.post("/en/accounts/oidc/agency/login/")
    back = urlsplit(httpx.get(begun.headers["Location"]).headers["Location"])
    stranger = Client()
    assert stranger.get(f"{back.path}?{back.query}").status_code == 401
    assert signed_in(stranger) is None
