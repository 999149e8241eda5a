"""Crossings and services that are used both ways, and the network's files read together."""

from __future__ import annotations

from decimal import Decimal

import pytest

from chorsu.routing import check_network, read_network
from tests.routing.conftest import DOSTYK, WORDS, leg, service, tables

BACK = {"en": "back", "zh": "回程", "ru": "обратно"}


def both(**fields):
    legs = (
        leg("CNJZH", "cn-alashankou", km="4000", hours=("120", "144")),
        {"crossing": "border"},
        leg("KZDOS", "KZALA", km="800", hours=("40", "70")),
    )
    return service("train", *legs, both_ways=True, names_back=BACK, **fields)


def built(row, crossing=DOSTYK):
    return read_network(tables([row], [crossing]))


def test_a_service_both_ways_has_a_mirror_leg_by_leg():
    network = built(both())
    there, back = network.services["train"], network.services["train-back"]
    assert [(part.origin, part.destination) for part in back.parts] == [
        (part.destination, part.origin) for part in reversed(there.parts)
    ]
    assert back.names == BACK
    assert [part.crossing for part in back.parts] == [None, "border", None]
    assert [part.handlings for part in back.parts] == [1, 0, 0]
    assert [part.km for part in back.parts] == [800, 10, 4000]


def test_figures_of_the_way_back_stand_before_the_common_ones():
    row = both(wait_hours_back=["5", "9"])
    row["leg"][0] |= {"hours_back": ["100", "110"], "rate_back": "dear", "km_back": "4100"}
    network = built(row, {**DOSTYK, "mean_hours_back": "10", "time_by_back": "guess"})
    back = network.services["train-back"]
    assert (back.wait.p50, back.parts[2].hours.p50, back.parts[2].rate, back.parts[2].km) == (5, 100, "dear", 4100)
    assert network.services["train"].parts[0].rate == "cheap"
    # A mean of 10 h is p50 7.1 and p90 20.6 of the lognormal; out of China the border takes 24 h as before.
    assert (back.parts[1].hours.p50, back.parts[1].hours.p90) == (Decimal("7.1"), Decimal("20.6"))
    assert network.services["train"].parts[1].hours.p50 == 24


def test_a_timetable_holds_one_way_only():
    row = both(departures=[{"day": "wed", "at": "14:56"}])
    with pytest.raises(ValueError, match="train does not say when it leaves"):
        built(row)
    network = built({**row, "departures_back": [{"day": "sun", "at": "08:00"}]})
    assert [service.departures[0][0] for service in network.services.values()] == [2, 6]
    assert built({**row, "wait_hours_back": ["84", "151"], "wait_by_back": "guess"}).services["train-back"].departures == ()


def test_cautions_may_be_of_one_way():
    cautions = [{"text": WORDS, "way": "out"}, {"text": BACK, "way": "back"}, {"text": WORDS}]
    network = built(both(caution=cautions))
    assert [len(service.cautions) for service in network.services.values()] == [2, 2]
    assert network.services["train-back"].cautions[0].text == BACK


@pytest.mark.parametrize("one_way", [True, False])
def test_a_crossing_is_passed_both_ways_unless_it_says_otherwise(one_way):
    network = read_network(tables([], [{**DOSTYK, "one_way": one_way}]))
    crossing = network.crossings["border"]
    assert (crossing.back is None) is one_way
    assert crossing.gauge_break


def test_a_leg_takes_the_direction_from_where_the_goods_come_or_go():
    home = service("home", leg("KZALA", "KZDOS"), {"crossing": "border"}, leg("cn-alashankou", "CNJZH"))
    first = service("first", {"crossing": "border"}, leg("cn-alashankou", "CNJZH"))
    network = read_network(tables([home, first], [DOSTYK]))
    assert network.services["home"].parts[1].destination == "cn-alashankou"
    assert network.services["first"].parts[0].origin == "KZDOS"


def test_rows_are_read_from_any_file_and_none_twice(atlas):
    whole = tables([both()], [DOSTYK])
    apart = {"a": {"service": whole["services"]["service"]}, "b": {"crossing": whole["crossings"]["crossing"]}, "c": {}}
    assert set(read_network({**whole, "services": {}, "crossings": {}, **apart}).services) == {"train", "train-back"}
    with pytest.raises(ValueError, match="stands twice"):
        read_network({**whole, **apart})
    assert not [fault for fault in check_network(read_network(whole), atlas) if "join" in str(fault.message)]
