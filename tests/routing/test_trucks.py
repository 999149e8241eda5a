"""Trucks that are ordered for a load: through a state, and over the border between two states; what bars or halts ways."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from chorsu.routing import find_journeys
from tests.routing.conftest import SOURCE, WORDS, leg, service, tables
from tests.routing.test_plan import plan


def ways(network, atlas, origin, destination, day=(2026, 12, 5), tonnes="20", **more):
    """The journeys of a load over the network on file."""
    start = atlas.place(origin)
    return find_journeys(
        network,
        atlas,
        origin=start,
        destination=atlas.place(destination),
        ready=datetime(*day, 9, tzinfo=ZoneInfo(start.time_zone)),
        tonnes=Decimal(tonnes),
        **more,
    )


def crossed(journey):
    return [leg.crossing for leg in journey.legs if leg.crossing]


def states(atlas, journey):
    return {atlas.place(code).state for leg in journey.legs for code in (leg.from_place, leg.to_place)}


def on_roads(*rows):
    """A network of trucks alone: the figures of their rates and methods, and roads inside states."""
    built = tables(rows, rates=[("cheap", "1"), ("road-truckload", "2")])
    names = ("km-network-road", "km-road-guess", "time-road-local", "wait-truck")
    built["methods"]["method"] += [{"id": name, "text": WORDS, "source": SOURCE} for name in names]
    return built


def test_trucks_of_one_state_that_follow_each_other_are_one_truck(atlas):
    # Goods can be loaded at Zhengzhou, too, so that the roads on file meet there.
    train, other = service("train", leg("CNCHN", "KZALA", km="3000")), service("other", leg("CNZGZ", "KZALA", km="99999"))
    built = on_roads(train, other)
    built["roads"] = {"road": [{"between": ["CNJZH", "CNZGZ"], "km": "800"}, {"between": ["CNZGZ", "CNCHN"], "km": "480"}]}
    journey = min(plan(atlas, built).journeys, key=lambda each: each.cost.amount)
    truck, rail = journey.legs
    assert (truck.mode, truck.from_place, truck.to_place, truck.distance_km) == ("road", "CNJZH", "CNCHN", 1280)
    assert (rail.service, journey.handlings) == ("train", 1)
    assert journey.cost.amount == truck.cost.amount + rail.cost.amount == 2 * 1280 + 3000
    assert journey.co2e_kg == truck.co2e_kg + rail.co2e_kg


@pytest.mark.parametrize(
    ("origin", "destination", "crossing", "most_km"),
    [
        ("CNYIN", "KZZRK", "CN-KZ-khorgos-nur-zholy-road", 200),  # Zharkent lies 30 km behind the border, Almaty 320
        ("CNHCG", "RUVVO", "CN-RU-hunchun-kraskino-road", 220),
        ("CNKSS", "KGNAR", "CN-KG-torugart-road", 420),
        ("KGNAR", "CNKSS", "CN-KG-torugart-road", 420),
    ],
)
def test_a_truck_goes_over_the_nearest_border_and_straight_to_the_place(network, atlas, origin, destination, crossing, most_km):
    best = min(ways(network, atlas, origin, destination).journeys, key=lambda journey: journey.cost.amount)
    assert crossed(best) == [crossing]
    assert sum(leg.distance_km for leg in best.legs) <= most_km
    assert all(leg.estimated for leg in best.legs)


@pytest.mark.parametrize(("day", "open_then"), [((2025, 2, 1), True), ((2025, 4, 23), False), ((2026, 12, 5), False)])
def test_from_amritsar_to_lahore_goods_pass_wagah_while_it_is_open(network, atlas, day, open_then):
    found = ways(network, atlas, "in-amritsar", "PKLHE", day=day)
    passed = {name for journey in (*found.journeys, *found.beaten) for name in crossed(journey)}
    assert ("IN-PK-attari-wagah-road" in passed) is open_then
    if open_then:
        assert sum(leg.distance_km for leg in found.journeys[0].legs) < 80


def test_over_a_restricted_crossing_no_truck_is_ordered(network, atlas):
    # Zhibek Zholy is for people and cars; freight is sent to Kazygurt and Konysbayev.
    found = ways(network, atlas, "KZCIT", "UZTAS")
    passed = {name for journey in (*found.journeys, *found.beaten) for name in crossed(journey)}
    assert "KZ-UZ-kazygurt-road" in passed
    assert "KZ-UZ-zhibek-zholy-gisht-kuprik-road" not in passed


@pytest.mark.parametrize(
    ("origin", "destination", "barred"),
    [("CNKSS", "INDEL", "PK"), ("in-amritsar", "CNKSS", "PK"), ("PKGWD", "CNSGH", "IN"), ("RULED", "PKKHI", "IN")],
)
def test_no_goods_of_india_pass_pakistan_nor_of_pakistan_india(network, atlas, origin, destination, barred):
    """DGFT notification 06/2025-26: import and transit; Pakistan's statement of 2025-04-24: third states too."""
    found = ways(network, atlas, origin, destination)
    assert found.journeys
    assert all(barred not in states(atlas, journey) for journey in (*found.journeys, *found.beaten))


def test_before_the_bar_a_way_through_pakistan_was_one_of_several(network, atlas):
    earlier = ways(network, atlas, "CNKSS", "INDEL", day=(2025, 4, 1))
    assert any("PK" in states(atlas, journey) for journey in (*earlier.journeys, *earlier.beaten))


def test_the_bar_is_told_where_it_shuts_a_way(network, atlas):
    said = [str(row.why) for row in ways(network, atlas, "CNKSS", "INDEL").refused]
    assert any("India pass Pakistan" in text for text in said)
    assert not any("India pass Pakistan" in str(row.why) for row in ways(network, atlas, "CNTAO", "KZALA").refused)


def test_bulk_does_not_fly(network, atlas):
    found = ways(network, atlas, "RUMOW", "CNTAO", tonnes="2000")
    assert found.journeys
    assert all(leg.mode != "air" for journey in (*found.journeys, *found.beaten) for leg in journey.legs)
    assert any("100 t" in str(row.why) for row in found.refused)
    assert any(
        leg.mode == "air" for journey in ways(network, atlas, "RUMOW", "CNTAO", tonnes="20").journeys for leg in journey.legs
    )


@pytest.mark.parametrize(
    ("day", "sails"), [((2026, 2, 20), True), ((2026, 3, 15), False), ((2026, 6, 20), False), ((2026, 6, 21), True)]
)
def test_no_ship_goes_through_hormuz_while_it_is_shut(network, atlas, day, sails):
    """Shut on 1 March 2026; the second container ship docked at Shahid Rajaee on 22 June."""
    found = ways(network, atlas, "CNTAO", "IRBND", day=day)
    ships = [j for j in (*found.journeys, *found.beaten) if j.legs[-1].mode == "sea" and j.legs[-1].to_place == "IRBND"]
    assert bool(ships) is sails
    assert any("Hormuz" in str(row.why) for row in found.refused) is not sails
    warned = any("Hormuz" in caution.text["en"] for journey in ships for caution in journey.cautions)
    assert warned is (sails and day > (2026, 6, 20))


def test_of_ways_through_iran_is_said_that_there_was_war(network, atlas):
    said = {c.text["en"][:24] for j in ways(network, atlas, "UZTAS", "IRTHR").journeys for c in j.cautions}
    assert "There was war on Iran fr" in said
    before = {c.text["en"][:24] for j in ways(network, atlas, "UZTAS", "IRTHR", day=(2026, 1, 10)).journeys for c in j.cautions}
    assert "There was war on Iran fr" not in before
