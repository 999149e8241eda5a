"""Sign-in at an agency's own server: only where it is the server configured, and signed what it says."""

import json
import time
from contextlib import contextmanager
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.test import Client

from tests.people import person

pytestmark = pytest.mark.django_db
SERVER = "https://login.example.org/realms/agency"
KEY, OTHER = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
JWK = {**json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())), "kid": "1", "alg": "RS256", "use": "sig"}
APP = {"provider_id": "agency", "name": "Agency", "client_id": "chorsu", "secret": "s"}


def told(**changes) -> dict:
    return {"iss": SERVER, "aud": "chorsu", "sub": "ana", "exp": time.time() + 60, "email": "ana@example.org"} | changes


def signed(claims: dict, key=KEY, algorithm: str = "RS256") -> str:
    return jwt.encode(claims, key, algorithm, headers={"kid": "1"})


class Agency:
    """The agency's server, as the library asks it."""

    def __init__(self) -> None:
        self.id_token, self.userinfo, self.issuer = signed(told()), {"sub": "ana", "email": "ana@example.org"}, SERVER

    def get(self, address, **_more):
        config = {"issuer": self.issuer}
        for name in ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"):
            config[name] = f"{SERVER}/{name}"
        pages = {"userinfo_endpoint": self.userinfo, "jwks_uri": {"keys": [JWK]}, "openid-configuration": config}
        return self._page(pages[address.rpartition("/")[2]])

    def request(self, method, address, *, data, **_more):
        assert (method, data["code"]) == ("POST", "the code")
        assert data["code_verifier"]
        return self._page({"access_token": "a", "id_token": self.id_token})

    @staticmethod
    def _page(content: dict):
        return SimpleNamespace(
            status_code=200, headers={"content-type": "application/json"}, json=lambda: content, raise_for_status=lambda: None
        )


@pytest.fixture
def agency(monkeypatch, settings) -> Agency:
    cache.clear()
    there = Agency()
    app = APP | {"settings": {"server_url": SERVER, "oauth_pkce_enabled": True}}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}

    @contextmanager
    def session(_self):
        yield there

    monkeypatch.setattr(DefaultSocialAccountAdapter, "get_requests_session", session)
    SocialAccount.objects.create(user=person("Ana"), provider="agency", uid="ana")
    return there


def come_back(client: Client, **more: str):
    begun = client.post("/en/accounts/oidc/agency/login/")
    sent = parse_qs(urlsplit(begun.headers["Location"]).query)
    assert sent["code_challenge_method"] == ["S256"]
    return client.get("/en/accounts/oidc/agency/login/callback/", {"code": "the code", "state": sent["state"][0]} | more)


def test_whom_the_server_names_is_signed_in(agency):
    client = Client()
    assert come_back(client).status_code == 302
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize(
    "changed",
    [
        {"id_token": signed(told(), key=OTHER)},
        {"id_token": jwt.encode(told(), "s" * 32, "HS256", headers={"kid": "1"})},
        {"id_token": jwt.encode(told(), None, "none", headers={"kid": "1"})},
        {"id_token": signed(told(aud="another portal"))},
        {"id_token": signed(told(iss="https://elsewhere.example.org"))},
        {"id_token": signed(told(exp=time.time() - 60))},
        {"id_token": "no token"},
        {"id_token": ""},
        {"userinfo": {"sub": "boris"}},
        {"issuer": "https://elsewhere.example.org"},
    ],
    ids=[
        "another's key",
        "a shared secret",
        "unsigned",
        "for another",
        "of another",
        "ended",
        "no token",
        "none",
        "two",
        "not it",
    ],
)
def test_nobody_is_signed_in_by_what_does_not_hold(agency, changed):
    for name, value in changed.items():
        setattr(agency, name, value)
    client = Client()
    assert come_back(client).status_code == 401
    assert "_auth_user_id" not in client.session


def test_an_answer_that_this_browser_did_not_ask_for_is_refused(agency):
    client = Client()
    assert come_back(client, state="another").status_code == 401
    assert "_auth_user_id" not in client.session
