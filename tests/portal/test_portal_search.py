"""Search over everything: what one may see is found in every language, and never a row of others."""

import re

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chorsu.desks.finding import MOST_LETTERS, MOST_WORDS, Asked, words_in
from chorsu.desks.trade import services
from chorsu.portal.search import kinds
from tests.people import AT, actor, client_of
from tests.trade.test_offers import offer
from tests.trade.test_partners import ALMATY
from tests.trade.world import APPLES

pytestmark = pytest.mark.django_db

WORDS = ("apples", "яблоки", "苹果", "almaty", "fuji", "secret", "kz", "080810", "казахстан", "%", "_", "\\", "'", "ff")


@pytest.fixture
def stranger_and_their_things():
    """A stranger, and another's case, draft and partner, which are the other's alone."""
    owner = actor()
    services.begin_case({**APPLES, "reference": "SECRET-1"}, by=owner, at=AT)
    offer(owner, published=False, title="Secret apples")
    services.add_partner({**ALMATY, "name": "Secret partner"}, by=owner, at=AT)
    return actor()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=8), max_size=4))
def test_nothing_of_others_is_ever_found(stranger_and_their_things, words):
    asked = Asked(stranger_and_their_things, words_in(" ".join(words)))
    for name, kind in kinds().items():
        if name in ("case", "offer", "partner", "plan"):
            assert list(kind.rows(asked)[:5]) == [], name


@pytest.mark.parametrize("typed", ["Apples", "ЯБЛОКИ", "苹果", "SECRET-1", "secr fresh"])
def test_one_s_own_is_found_by_words_of_every_language(typed):
    owner = actor()
    case = services.begin_case({**APPLES, "reference": "SECRET-1"}, by=owner, at=AT)
    assert list(kinds()["case"].rows(Asked(owner, words_in(typed)))) == [case]


def test_the_page_groups_what_it_finds_and_pages_one_kind():
    owner = actor()
    for number in range(7):
        offer(owner, title=f"Apples {number}")
    client = client_of(owner)
    text = client.get("/en/search/?q=apples").content.decode()
    assert len(re.findall(r"/en/trade/offers/[0-9a-f-]{36}/", text)) == 5
    assert "kind=offer" in text
    text = client.get("/en/search/?q=apples&kind=offer").content.decode()
    assert len(re.findall(r"/en/trade/offers/[0-9a-f-]{36}/", text)) == 7


def test_a_visitor_signs_in_first():
    assert Client().get("/en/search/?q=apples").status_code == 302


@pytest.mark.parametrize(
    "query", ["q=%00", "q=" + "x" * 5000, "q=a&kind=nothing", "q=a&kind=case&page=-1", "q=%ff%fe", "q=" + "a+" * 500]
)
def test_odd_questions_are_answered(query):
    assert client_of(actor()).get(f"/ru/search/?{query}").status_code == 200


def test_a_question_is_bounded():
    assert len(words_in("a b c d e f g h i j k l")) == MOST_WORDS
    assert sum(map(len, words_in("x" * 10_000))) == MOST_LETTERS
