"""The demo zone: made by the services that people use, once; sign-in by one click, and nowhere but in a demo."""

from __future__ import annotations

from collections import Counter

import pytest
from django.core.management import call_command
from django.test import Client

from chorsu.desks.journal import proving
from chorsu.desks.journal.models import Entry
from chorsu.desks.organisations.models import Membership, Organisation
from chorsu.desks.trade.models import Case, Offer
from chorsu.portal import environment
from chorsu.portal.demo import NotADemo, seed_zone
from chorsu.portal.demo.seed import plot
from tests.people import AT, actor

ONE = "QD-APPLES-04"


@pytest.fixture
def one_case(monkeypatch):
    """The demo with its people and one case: what is asked here needs no thirty."""
    from chorsu.portal.demo import seed

    written = plot()
    written["case"] = [row for row in written["case"] if row["reference"] == ONE]
    monkeypatch.setattr(seed, "plot", lambda: written)


@pytest.fixture
def is_demo(settings):
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.demo.urls"


@pytest.mark.django_db
def test_ten_organisations_and_thirty_cases_of_the_ten_examples_live_in_every_state():
    told: list[str] = []
    assert seed_zone(at=AT, progress=told.append)
    assert Organisation.objects.count() == 10
    assert len(told) == Case.objects.count() == 30
    assert {row["example"].removesuffix("-fca") for row in plot()["case"]} == {
        "apples-jiaozhou-almaty", "cherries-bishkek-qingdao", "copper-cathodes-balkhash-qingdao", "cotton-yarn-tashkent-qingdao",
        "dried-apricots-dushanbe-qingdao", "electric-cars-qingdao-minsk", "injection-machine-qingdao-mumbai",
        "rice-karachi-qingdao", "smartphones-qingdao-moscow", "truck-tyres-qingdao-tashkent",
    }  # fmt: skip
    states = dict(Case.objects.values_list("reference", "state"))
    assert states == {row["reference"]: row["until"] for row in plot()["case"]}
    assert set(Counter(states.values())) == set(Case.State.values)
    assert set(Offer.objects.values_list("state", flat=True)) == {"published"}
    assert Offer.objects.count() == len(plot()["offer"])
    # Nothing happened in the future, and every step is on record.
    assert not Entry.objects.filter(at__gt=AT).exists()
    assert list(proving.breaks()) == []
    # Made once.
    assert not seed_zone(at=AT, progress=told.append)
    assert len(told) == 30


@pytest.mark.django_db
def test_what_was_broken_off_is_made_whole_the_next_time(one_case):
    with pytest.raises(ZeroDivisionError):
        seed_zone(at=AT, progress=lambda reference: 1 / 0)
    assert not Case.objects.exists()
    assert seed_zone(at=AT)
    assert Case.objects.get().reference == ONE


@pytest.mark.django_db
def test_the_demo_is_never_made_among_real_organisations():
    actor("trader")
    with pytest.raises(NotADemo):
        seed_zone(at=AT)
    assert not Case.objects.exists()


@pytest.mark.django_db
def test_one_click_signs_in_as_anybody(one_case, is_demo):
    seed_zone(at=AT)
    client = Client()
    members = Membership.objects.filter(ended_at=None)
    for language in ("en", "zh-hans", "ru"):
        page = client.get(f"/{language}/demo/").content.decode()
        assert members.count() == page.count(f'action="/{language}/demo/as/')
    for member in members:
        assert client.post(f"/en/demo/as/{member.pk}/").status_code == 302
        answer = client.get("/en/trade/cases/")
        assert answer.wsgi_request.actor.person == member.person
        assert answer.wsgi_request.actor.organisation == member.organisation


@pytest.mark.django_db
def test_a_get_signs_nobody_in(one_case, is_demo):
    seed_zone(at=AT)
    member = Membership.objects.first()
    assert Client().get(f"/en/demo/as/{member.pk}/").status_code == 405


@pytest.mark.django_db
def test_a_real_installation_has_no_such_address(one_case):
    seed_zone(at=AT)
    member = Membership.objects.first()
    client = Client()
    assert client.get("/en/demo/").status_code == 404
    assert client.post(f"/en/demo/as/{member.pk}/").status_code == 404


@pytest.mark.django_db
def test_one_real_organisation_ends_the_demo_though_its_address_be_there(one_case, is_demo):
    seed_zone(at=AT)
    member = Membership.objects.first()
    stranger = actor("trader")
    client = Client()
    assert client.get("/en/demo/").status_code == 404
    assert client.post(f"/en/demo/as/{member.pk}/").status_code == 404
    theirs = Membership.objects.get(person=stranger.person)
    assert client.post(f"/en/demo/as/{theirs.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, False),
        ({"CHORSU_DEMO": "1"}, True),
        ({"CHORSU_DEMO": "1", "CHORSU_HOSTS": "localhost,127.0.0.1"}, True),
        ({"CHORSU_DEMO": "1", "CHORSU_HOSTS": "zone.example.org"}, False),
        ({"CHORSU_DEMO": "1", "CHORSU_HOSTS": "localhost,10.0.0.5"}, False),
        ({"CHORSU_DEMO": "1", "CHORSU_HTTPS": "1"}, False),
    ],
)
def test_the_switch_does_nothing_where_others_can_reach_the_portal(monkeypatch, settings, expected):
    for name in ("CHORSU_DEMO", "CHORSU_HOSTS", "CHORSU_HTTPS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert environment.demo() is expected


@pytest.mark.django_db
def test_the_tables_are_those_of_the_models():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
