"""The network that ships: sound in every row, and true to what its sources say of Qingdao and Almaty."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest

from chorsu.geography import resolve_place
from chorsu.routing import check_network, entry, find_journeys
from chorsu.routing.load import MEAN_TO_P50, MEAN_TO_P90
from chorsu.routing.model import Hours

EAEU = frozenset({"AM", "BY", "KG", "KZ", "RU"})
READY = datetime(2026, 11, 23, 8, tzinfo=ZoneInfo("Asia/Shanghai"))


def journeys(network, atlas, origin="CNJZH", destination="KZALA", ready=READY, tonnes="21.5", **more):
    return find_journeys(
        network,
        atlas,
        origin=resolve_place(atlas, origin),
        destination=resolve_place(atlas, destination),
        ready=ready,
        tonnes=Decimal(tonnes),
        containers={"45R1": 1},
        **more,
    )


def test_every_row_has_a_source_or_a_method_and_every_place_its_names(network, atlas):
    assert check_network(network, atlas) == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda part: replace(part, origin="nowhere"), "There is no place nowhere."),
        (lambda part: replace(part, km_by="guess"), "There is no method guess."),
        (lambda part: replace(part, rate="free"), "There is no rate free."),
        (lambda part: replace(part, hours=Hours(Decimal(9), Decimal(8))), "p50 lies above p90 or below zero."),
        (lambda part: replace(part, km=Decimal(0)), "A leg has a distance above zero."),
        (lambda part: replace(part, destination="KZALA"), "KZALA and cn-alashankou do not join."),
    ],
)
def test_the_check_finds_a_broken_row(network, atlas, change, said):
    service = network.services["rail-jiaozhou-almaty-alashankou"]
    broken = replace(service, parts=(change(service.parts[0]), *service.parts[1:]))
    services = MappingProxyType({**network.services, service.id: broken})
    assert said in [str(fault.message) for fault in check_network(replace(network, services=services), atlas)]


def test_the_check_finds_a_row_without_a_source_or_without_words(network, atlas):
    service = replace(network.services["air-qingdao-almaty"], source=None, names={"en": "x"})
    faults = check_network(replace(network, services={**network.services, service.id: service}), atlas)
    said = {str(fault.message) for fault in faults}
    # Its times and distance name methods with sources of their own, so the words are what is missing.
    assert "This has no words in ru." in said
    assert "This has no words in zh." in said


def test_a_break_of_gauge_is_where_the_gauges_of_the_states_differ(network, atlas):
    crossing = network.crossings["CN-KZ-alashankou-dostyk-rail"]
    assert crossing.gauge_break
    crossings = {**network.crossings, crossing.id: replace(crossing, gauge_break=False)}
    assert check_network(replace(network, crossings=crossings), atlas)


def test_a_mean_becomes_the_median_and_the_ninth_decile_of_a_lognormal():
    # Quantiles of a lognormal of mean 1 and standard deviation 1, by another way: the mean of many equal shares of it.
    from statistics import NormalDist, fmean

    normal = NormalDist(0, 0.832554611157698)  # the root of ln 2
    from math import exp

    shares = [exp(normal.inv_cdf((number + 0.5) / 200_000)) for number in range(200_000)]
    mean = fmean(shares)
    assert shares[100_000] / mean == pytest.approx(MEAN_TO_P50, rel=2e-3)
    assert shares[180_000] / mean == pytest.approx(MEAN_TO_P90, rel=2e-3)


@pytest.mark.parametrize(
    ("service", "p50", "p90"),
    [
        ("rail-jiaozhou-almaty-alashankou", 11, 20),  # median and longest of five published figures: 8, 10, 11, 12, 20
        ("rail-jiaozhou-almaty-khorgos", 11, 20),
        ("rail-jinan-almaty", 7, 7 * 20 / 11),  # about a week; the same relative spread
        ("rail-xian-almaty", 9, 9 * 20 / 11),
        ("rail-urumqi-almaty-timetable", 35.4 / 24, None),  # 35 h 24 min
    ],
)
def test_the_parts_of_a_train_add_up_to_the_days_published(network, service, p50, p90):
    hours = [part.hours for part in network.services[service].parts]
    assert float(sum(each.p50 for each in hours)) / 24 == pytest.approx(p50, abs=0.02)
    if p90:
        spread = sum(float(each.p90 - each.p50) ** 2 for each in hours) ** 0.5
        assert float(sum(each.p50 for each in hours)) / 24 + spread / 24 == pytest.approx(p90, abs=0.05)


@pytest.mark.parametrize(
    ("services", "km"),
    [
        (("rail-urumqi-almaty-timetable",), 1048),  # cncn.com 2017: passenger train Urumqi–Almaty by Khorgos
        (("rail-lianyungang-almaty",), 4786),  # ipoju.com 2023
    ],
)
def test_distances_add_up_to_those_published(network, services, km):
    parts = [part for service in services for part in network.services[service].parts]
    assert float(sum(part.km for part in parts)) == pytest.approx(km, abs=5)


def test_the_apples_have_ways_by_air_road_and_rail_over_each_border(network, atlas):
    found = journeys(network, atlas)
    ways = (*found.journeys, *found.beaten)
    assert {entry(way, EAEU, atlas).place for way in ways} == {
        "KZ-ALA-AIR",
        "kz-nur-zholy",
        "kz-alakol",
        "kz-altynkol",
        "KZDOS",
    }
    assert all(way.cost is not None and way.cost.amount > 0 for way in ways)
    assert all(way.departs <= way.arrives_p50 < way.arrives_p90 for way in ways)


def test_none_of_the_journeys_is_beaten_and_each_shown_apart_is(network, atlas):
    found = journeys(network, atlas)
    marks = [(way.arrives_p50, way.cost.amount, way.co2e_kg) for way in found.journeys]
    for mark in marks:
        assert not any(other != mark and all(a <= b for a, b in zip(other, mark, strict=True)) for other in marks)
    for way in found.beaten:
        mark = (way.arrives_p50, way.cost.amount, way.co2e_kg)
        assert any(all(a <= b for a, b in zip(other, mark, strict=True)) for other in marks)


@pytest.mark.parametrize("origin", ["CNJZH", "CNTAO", "Qingdao", "CN-TAO-AIR", "青岛", "Weifang", "Lianyungang"])
def test_the_places_of_the_hub_reach_almaty(network, atlas, origin):
    assert journeys(network, atlas, origin=origin).journeys


def test_each_leg_says_what_its_figures_rest_on_in_three_languages(network, atlas):
    found = journeys(network, atlas, origin="CNTAO")
    for way in (*found.journeys, *found.beaten):
        for leg in way.legs:
            assert {basis.figure for basis in leg.bases} >= {"time", "distance", "cost", "co2e"}
            for basis in leg.bases:
                assert basis.source is not None or basis.text is not None
                assert basis.estimated or basis.source is not None
            methods = [leg.method(language) for language in ("en", "zh", "ru")]
            assert all(methods)
            assert len(set(methods)) == 3


def test_a_freighter_last_seen_years_ago_is_marked_and_warned_of(network, atlas):
    flight = next(way for way in journeys(network, atlas).journeys if "air" in way.modes)
    assert not flight.confirmed
    assert any("June 2021" in caution.text["en"] for caution in flight.cautions)
    assert flight.to_json("ru")["cautions"][0]["text"]


def test_the_hours_of_khorgos_are_warned_of_once_they_are_no_longer_on_file(network, atlas):
    def cautions(ready):
        found = journeys(network, atlas, ready=ready)
        ways = (*found.journeys, *found.beaten)
        road = next(way for way in ways if entry(way, EAEU, atlas).place == "kz-nur-zholy")
        return " ".join(caution.text["en"] for caution in road.cautions)

    assert "30 June 2026" in cautions(READY)
    assert "30 June 2026" not in cautions(datetime(2026, 5, 1, 8, tzinfo=ZoneInfo("Asia/Shanghai")))


def test_trucks_wait_at_the_road_ports_in_the_holidays_of_october_2025(network, atlas):
    # Xinjiang border inspection, 2025-09-26: closed from the 1st to the 3rd and on the 6th; the railway works on.
    ready = datetime(2025, 9, 26, 8, tzinfo=ZoneInfo("Asia/Shanghai"))
    found = journeys(network, atlas, ready=ready)
    by_road = [way for way in (*found.journeys, *found.beaten) if way.modes == ("road",)]
    begun = [leg.departs.date().isoformat() for way in by_road for leg in way.legs if leg.crossing]
    assert begun == ["2025-10-04", "2025-10-04"]


def test_co2e_is_mass_times_distance_times_the_factor(network, atlas):
    # 21.5 t × 4,582 km of rail × 34.7 g (UK 2025): 3,418.4 kg, with no truck at either end but the last 18 km.
    found = journeys(network, atlas)
    train = next(way for way in found.journeys if way.legs[0].service == "rail-jiaozhou-almaty-khorgos")
    rail = sum(leg.co2e_kg for leg in train.legs if leg.mode == "rail")
    assert rail == pytest.approx(Decimal("21.5") * 4582 * Decimal("34.70") / 1000, abs=Decimal("0.01"))
    truck = train.legs[-1]
    assert truck.co2e_kg == Decimal("42.547")  # 21.5 t × 18 km × 109.94 g, a refrigerated truck
