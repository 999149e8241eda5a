"""The limits by which ways are left out and closures told: each on its last value and the one behind it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from chorsu.routing import read_network
from chorsu.routing.choose import choose
from chorsu.routing.price import load_of
from chorsu.routing.search import Way
from chorsu.routing.sensible import sensible
from chorsu.routing.shut import told
from tests.routing.conftest import DOSTYK, leg, service, tables

DAY = date(2026, 12, 1)


@pytest.fixture
def graph():
    """A leg by rail from Jiaozhou to Almaty and one to Dostyk, two borders: what the rules read of a graph."""
    network = read_network(tables([service("train", leg("CNJZH", "KZALA")), service("other", leg("CNJZH", "KZDOS"))]))
    return SimpleNamespace(steps=((network.services["train"], 0), (network.services["other"], 0)))


def way(arrives=10, cents=1000, grams=10, handlings=1, leg=0):
    return Way(arrives, cents, grams, handlings, ((leg, 0),))


@pytest.mark.parametrize(("handlings", "shown"), [(5, True), (6, False)])
def test_a_load_is_moved_five_times_at_the_most(atlas, graph, handlings, shown):
    assert bool(sensible(graph, atlas, [way(handlings=handlings)])) is shown


def test_a_way_far_dearer_than_the_best_is_shown_only_for_what_it_is_best_in(atlas, graph):
    # With an hour at 25 dollars and a handling at 250 the good way comes to 260 dollars, and 2.5 times that is 650.
    good, near, far = way(10, 1_000), way(10, 40_000, grams=11, leg=1), way(10, 40_100, grams=11, leg=1)
    assert choose(graph, atlas, (good, near), 7) == (good, near)
    assert choose(graph, atlas, (good, far), 7) == (good,)
    cleanest = way(10, 40_100, grams=9, leg=1)
    assert choose(graph, atlas, (good, cleanest), 7) == (good, cleanest)


@pytest.mark.parametrize(("days", "said"), [(0, True), (45, True), (46, False)])
def test_a_crossing_that_shuts_within_forty_five_days_is_told_and_a_later_one_not(days, said):
    first = DAY + timedelta(days=days)
    status = [{"status": "open", "from": date(2020, 1, 1), "to": first - timedelta(days=1)}, {"status": "closed", "from": first}]
    network = read_network(tables([], [{**DOSTYK, "status": status}]))
    shut = {"border": network.crossings["border"].closures[-1]} if days == 0 else {}
    rows = told(network, shut, (), DAY, lambda *_: True)
    assert bool(rows) is said
    assert told(network, {}, ("border",), DAY, lambda *_: True) == ()  # a way that passes it before is not warned of


@pytest.mark.parametrize(("kind", "cooled"), [("45R1", True), ("22H0", True), ("45G1", False)])
def test_a_third_sign_of_r_or_h_is_a_cooled_container(kind, cooled):
    assert load_of(Decimal(20), {kind: 1}).refrigerated is cooled  # ISO 6346: R refrigerated, H refrigerated or heated
