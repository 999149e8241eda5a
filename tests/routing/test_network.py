"""The network that ships: sound in every row, and true to what its sources say of Qingdao and Almaty."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest

from chorsu.facts import Source
from chorsu.geography import resolve_place
from chorsu.routing import check_network, entry, find_journeys
from chorsu.routing.load import MEAN_TO_P50, MEAN_TO_P90
from chorsu.routing.model import Hours, Status

EAEU = frozenset({"AM", "BY", "KG", "KZ", "RU"})
SOURCE = Source.of({"title": "a made-up source"})
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


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"gauge": (1435, 1435)}, "1435 mm is not the gauge of KZ, and no source says why."),
        ({"gauge": ()}, "A railway has a gauge on both sides, and nothing else has."),
        ({"source": None}, "This row has no source."),
        ({"statuses": ()}, "Nothing says whether the crossing is open."),
        ({"statuses": (Status("open", date(2026, 1, 1), date(2025, 1, 1), SOURCE),)}, "The last day is before the first."),
        ({"statuses": (Status("restricted", date(2026, 1, 1), None, SOURCE),)}, "It is restricted, but nothing says how."),
        (
            {"statuses": (Status("open", date(2026, 1, 1), None, SOURCE), Status("closed", date(2026, 2, 1), None, SOURCE))},
            "The crossing is open and closed on 2026-02-01.",
        ),
    ],
)
def test_the_check_finds_a_broken_crossing(network, atlas, change, said):
    crossing = network.crossings["CN-KZ-alashankou-dostyk-rail"]
    assert crossing.gauge_break
    crossings = {**network.crossings, crossing.id: replace(crossing, **change)}
    assert said in [str(fault.message) for fault in check_network(replace(network, crossings=crossings), atlas)]


def test_by_land_no_leg_passes_a_border_but_at_a_crossing(network, atlas):
    # Read from the rows themselves, not by the check.
    for service in network.services.values():
        for part in service.parts:
            states = {atlas.place(part.origin).state, atlas.place(part.destination).state}
            if part.crossing is None and service.mode in ("rail", "road"):
                assert len(states) == 1, service.id
    train = network.services["rail-jiaozhou-almaty-alashankou"]
    jump = replace(train.parts[0], destination="KZDOS")
    broken = replace(train, parts=(jump, *train.parts[2:]))
    faults = check_network(replace(network, services={train.id: broken}), atlas)
    assert "The leg passes from CN to KZ without a crossing." in [str(fault.message) for fault in faults]


def test_the_network_has_the_crossings_of_the_zone_and_each_says_whether_it_is_open(network, atlas):
    assert len(network.crossings) >= 110
    assert len(atlas.places) >= 400
    for crossing in network.crossings.values():
        assert crossing.statuses, crossing.id
        assert {part.destination for part in crossing.parts} == {part.origin for part in crossing.parts} or crossing.back is None


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


def test_the_apples_have_ways_by_air_road_and_rail_over_each_near_border(network, atlas):
    found = journeys(network, atlas)
    ways = (*found.journeys, *found.beaten)
    near = {"KZ-ALA-AIR", "kz-nur-zholy", "kz-alakol", "kz-altynkol", "KZDOS"}
    assert near <= {entry(way, EAEU, atlas).place for way in ways}
    assert all(way.departs <= way.arrives_p50 < way.arrives_p90 for way in ways)


def test_none_of_the_journeys_is_beaten(network, atlas):
    found = journeys(network, atlas)
    marks = [(way.arrives_p50, way.cost.amount, way.co2e_kg) for way in found.journeys if way.cost]
    for mark in marks:
        assert not any(other != mark and all(a <= b for a, b in zip(other, mark, strict=True)) for other in marks)


def test_no_way_shown_comes_back_to_a_state_that_it_has_left(network, atlas):
    for origin, destination in (("CNJZH", "KZALA"), ("CNTAO", "RUMOW"), ("UZTAS", "CNJZH"), ("CNJZH", "TJDYU")):
        found = journeys(network, atlas, origin=origin, destination=destination)
        for way in (*found.journeys, *found.beaten):
            states = [atlas.place(leg.from_place).state for leg in way.legs] + [atlas.place(way.legs[-1].to_place).state]
            runs = [state for index, state in enumerate(states) if index == 0 or state != states[index - 1]]
            assert len(set(runs)) == len(runs)


@pytest.mark.parametrize(
    ("origin", "destination", "ready", "crossing", "said"),
    [
        # India shut Attari on 2025-04-23 (Mint); Pakistan and Afghanistan theirs in the night to 2025-10-12 (Dawn).
        ("INDEL", "PKLHE", datetime(2026, 11, 23, tzinfo=ZoneInfo("UTC")), "IN-PK-attari-wagah-road", "closed since 2025-04-23"),
        ("PKPEW", "AFKBL", datetime(2026, 11, 23, tzinfo=ZoneInfo("UTC")), "AF-PK-torkham-road", "closed since 2025-10-12"),
        # Poland let no freight over Kuznica by road since 2021 (alo.rs, UNN).
        ("BYGNA", "PLWAW", datetime(2026, 11, 23, tzinfo=ZoneInfo("UTC")), "BY-PL-bruzgi-kuznica-road", "closed since 2021"),
    ],
)
def test_what_is_closed_is_not_passed_and_the_reason_is_told(network, atlas, origin, destination, ready, crossing, said):
    found = journeys(network, atlas, origin=origin, destination=destination, ready=ready)
    for way in (*found.journeys, *found.beaten):
        assert crossing not in {leg.crossing for leg in way.legs}
    told = {refused.crossing: str(refused.why) for refused in found.refused}
    assert said in told[crossing]


def test_before_the_day_of_closing_it_is_not_told_as_closed(network, atlas):
    ready = datetime(2025, 1, 10, tzinfo=ZoneInfo("UTC"))
    found = journeys(network, atlas, origin="INDEL", destination="PKLHE", ready=ready)
    assert not [refused for refused in found.refused if refused.crossing == "IN-PK-attari-wagah-road"]


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
    flight = network.services["air-qingdao-almaty"]
    assert not flight.confirmed
    alone = replace(network, services={flight.id: flight})
    (way,) = journeys(alone, atlas, origin="CN-TAO-AIR", destination="KZ-ALA-AIR").journeys
    assert not way.confirmed
    assert any("June 2021" in caution.text["en"] for caution in way.cautions)
    assert way.to_json("ru")["cautions"][0]["text"]


def test_the_hours_of_khorgos_are_warned_of_once_they_are_no_longer_on_file(network, atlas):
    def cautions(ready):
        found = journeys(network, atlas, ready=ready)
        ways = (*found.journeys, *found.beaten)
        road = next(way for way in ways if entry(way, EAEU, atlas).place == "kz-nur-zholy")
        return " ".join(caution.text["en"] for caution in road.cautions)

    assert "30 June 2026" in cautions(READY)
    assert "30 June 2026" not in cautions(datetime(2026, 5, 1, 8, tzinfo=ZoneInfo("Asia/Shanghai")))


@pytest.mark.parametrize(
    ("crossing", "shut", "open_again"),
    [
        # Xinjiang border inspection, 2025-09-26: when the road ports close in the holidays; the railway works on.
        ("CN-KZ-khorgos-nur-zholy-road", [1, 2, 3, 6], [4, 5, 7]),
        ("CN-KZ-dulata-kolzhat-road", [1, 2, 3, 5, 6], [4, 7]),
        ("CN-KG-torugart-road", [1, 2, 3, 6], [7]),
        ("CN-PK-khunjerab-sost-road", [1, 2, 3, 4, 5, 6], [7, 8]),
        ("CN-MN-takeshiken-bulgan-road", [1, 2, 3, 4, 5, 6, 7], [8]),
        ("CN-KZ-khorgos-altynkol-rail", [], [1, 2, 3, 4, 5, 6]),
    ],
)
def test_the_road_ports_of_xinjiang_are_closed_in_the_holidays_of_october_2025(network, crossing, shut, open_again):
    closures = network.crossings[crossing].closures
    for number in shut:
        assert any(closure.on(date(2025, 10, number)) for closure in closures)
    for number in open_again:
        assert not any(closure.on(date(2025, 10, number)) for closure in closures)


def test_co2e_is_mass_times_distance_times_the_factor(network, atlas):
    # 21.5 t × km × 34.7 g for rail (UK 2025), × 109.94 g for a refrigerated truck.
    found = journeys(network, atlas)
    for way in (*found.journeys, *found.beaten):
        for leg in way.legs:
            grams = {"rail": Decimal("34.70"), "road": Decimal("109.94")}.get(leg.mode)
            if grams:
                assert leg.co2e_kg == pytest.approx(Decimal("21.5") * leg.distance_km * grams / 1000, abs=Decimal("0.001"))
