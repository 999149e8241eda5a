"""What waits, and search over everything, for programs: by the token's scopes, and nothing of others."""

import pytest

from tests.api.programs import Program, done
from tests.trade.world import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def of():
    made = world()
    made.case("planned", reference="APPLES-77")
    return made


def test_what_waits_is_told_with_its_page_the_most_pressing_first(of):
    things = done(Program(of.trader).get("/today"))
    assert ("APPLES-77", "now") in {(thing["title"], thing["tone"]) for thing in things}
    assert all(thing["address"].startswith("/en/") for thing in things)
    assert [thing["title"] for thing in done(Program(of.foreign).get("/today")) if "77" in thing["title"]] == []


def test_search_finds_by_kind_what_one_may_see(of):
    trader, foreign = Program(of.trader), Program(of.foreign)
    (group,) = done(trader.get("/search?q=apples-77"))
    assert (group["kind"], [found["title"] for found in group["found"]], group["more"]) == ("case", ["APPLES-77"], False)
    assert done(foreign.get("/search?q=apples-77")) == []
    assert done(trader.get("/search?q=%20")) == []


@pytest.mark.parametrize(("scope", "kinds"), [("offers:read", set()), ("journal:read", set()), ("cases:read", {"case"})])
def test_a_token_is_told_what_its_scopes_let_it_read(of, scope, kinds):
    program = Program(of.trader, scope)
    assert {group["kind"] for group in done(program.get("/search?q=apples-77"))} == kinds
    assert any(thing["title"] == "APPLES-77" for thing in done(program.get("/today"))) is bool(kinds)


def test_what_is_found_is_told_in_the_language_that_is_asked_for(of):
    (group,) = done(Program(of.trader).get("/search?q=apples-77", Accept_Language="ru"))
    assert group["label"] == "Дела"
    assert group["found"][0]["address"].startswith("/ru/")
