"""Journeys over networks made by hand, each figure computed by hand."""

from __future__ import annotations

import copy
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from math import hypot
from zoneinfo import ZoneInfo

import pytest

from chorsu.facts import Faulty
from chorsu.routing import entry, exit_of, find_journeys, read_network, transits
from tests.routing.conftest import DOSTYK, SOURCE, leg, service, tables

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 8, tzinfo=SHANGHAI)
EAEU = frozenset({"AM", "BY", "KG", "KZ", "RU"})


def plan(atlas, built, origin="CNJZH", destination="KZALA", ready=MONDAY, tonnes="20", containers=None, **more):
    return find_journeys(
        read_network(built),
        atlas,
        origin=atlas.place(origin),
        destination=atlas.place(destination),
        ready=ready,
        tonnes=Decimal(tonnes),
        containers={"45R1": 1} if containers is None else containers,
        **more,
    )


def train(**fields):
    return service(
        "train",
        leg("CNJZH", "cn-alashankou", km="4000", hours=("120", "144")),
        {"crossing": "border"},
        leg("KZDOS", "KZALA", km="800", hours=("40", "70")),
        **fields,
    )


def test_a_journey_adds_up_leg_by_leg(atlas):
    built = tables([train(wait_hours=["48", "86.4"])], [DOSTYK])
    (journey,) = plan(atlas, built).journeys
    assert [one.from_place for one in journey.legs] == ["CNJZH", "cn-alashankou", "KZDOS"]
    assert journey.departs == datetime(2026, 11, 25, 8, tzinfo=SHANGHAI)
    # 48 h of waiting, 120 h, 24 h at the border and 40 h: 232 h after Monday 8 h in China are Thursday 0 h there.
    assert journey.arrives_p50 == datetime(2026, 12, 3, 0, tzinfo=SHANGHAI)
    spread = hypot(38.4, 24, 24, 30)
    assert (journey.arrives_p90 - journey.arrives_p50).total_seconds() / 3600 == pytest.approx(spread, abs=0.02)
    assert journey.cost.to_json() == {"amount": "4810.00", "currency": "USD"}
    assert journey.co2e_kg == Decimal("20") * 4810 * 30 / 1000
    assert journey.legs[1].gauge_break
    assert journey.legs[1].crossing == "border"


def test_times_are_told_in_the_zone_of_the_place(atlas):
    (journey,) = plan(atlas, tables([train()], [DOSTYK])).journeys
    assert journey.legs[0].departs.utcoffset().total_seconds() == 8 * 3600
    assert journey.arrives_p50.utcoffset().total_seconds() == 5 * 3600
    assert journey.to_json()["legs"][1]["arrives"].endswith("+05:00")


def test_the_goods_enter_the_union_at_the_first_place_inside(atlas):
    (journey,) = plan(atlas, tables([train()], [DOSTYK])).journeys
    into, out = entry(journey, EAEU, atlas), exit_of(journey, frozenset({"CN"}), atlas)
    assert (into.place, into.mode, into.crossing) == ("KZDOS", "rail", "border")
    assert into.at.isoformat() == "2026-11-29T05:00:00+05:00"  # 144 h after Monday 8 h in China
    assert (into.cost_before.amount, into.cost_after.amount) == (Decimal("4010.00"), Decimal("800.00"))
    assert (out.place, out.at.isoformat()) == ("cn-alashankou", "2026-11-28T08:00:00+08:00")
    assert (out.cost_before.amount, out.cost_after.amount) == (Decimal("4000.00"), Decimal("810.00"))
    assert entry(journey, frozenset({"CN"}), atlas) is None
    assert exit_of(journey, EAEU, atlas) is None


def test_by_air_the_goods_enter_at_the_airport_of_landing(atlas):
    flight = service("flight", leg("CNJZH", "KZ-ALA-AIR", hours=("5", "9")), mode="air")
    last = service("last", leg("KZ-ALA-AIR", "KZALA", km="20", hours=("1", "2")), mode="road")
    (journey,) = plan(atlas, tables([flight, last])).journeys
    into = entry(journey, EAEU, atlas)
    assert (into.place, into.mode, into.crossing) == ("KZ-ALA-AIR", "air", None)
    assert into.cost_after.amount == Decimal("20.00")


def test_a_cost_nobody_states_is_unknown_and_never_zero(atlas):
    built = tables([train()], [{name: value for name, value in DOSTYK.items() if name != "rate"}])
    (journey,) = plan(atlas, built).journeys
    assert journey.cost is None
    assert journey.to_json()["cost"] is None
    assert entry(journey, EAEU, atlas).cost_before is None
    assert entry(journey, EAEU, atlas).cost_after.amount == Decimal("800.00")


def test_a_way_of_unknown_cost_does_not_beat_one_whose_cost_is_known(atlas):
    quick = service("quick", leg("CNJZH", "KZALA", hours=("1", "2"), rate=None))
    slow = service("slow", leg("CNJZH", "KZALA", hours=("99", "100")))
    found = plan(atlas, tables([quick, slow])).journeys
    assert [journey.legs[0].service for journey in found] == ["quick", "slow"]


def test_what_is_beaten_in_every_criterion_is_shown_apart(atlas):
    good = service("good", leg("CNJZH", "KZALA"))
    worse = service("worse", leg("CNJZH", "KZALA", km="101", hours=("11", "20")))  # the same border: a direct service
    found = plan(atlas, tables([worse, good]))
    assert [journey.legs[0].service for journey in found.journeys] == ["good"]
    assert [journey.legs[0].service for journey in found.beaten] == ["worse"]


def test_the_cheapest_and_the_cleanest_are_kept_when_few_are_asked_for(atlas):
    rates = [(f"r{number}", str(20 - number)) for number in range(10)]
    many = [
        service(f"s{number}", leg("CNJZH", "KZALA", hours=(str(number + 1), "99"), rate=f"r{number}")) for number in range(10)
    ]
    found = plan(atlas, tables(many, rates=rates), most=3)
    # The third is the best with an hour at 25 dollars: a dollar a kilometre less for an hour more, 100 km.
    assert [journey.legs[0].service for journey in found.journeys] == ["s0", "s8", "s9"]
    assert found.left_out == 7


@pytest.mark.parametrize(
    ("ready", "departs"),
    [
        (datetime(2026, 11, 23, 8, tzinfo=SHANGHAI), "2026-11-25T14:56:00+08:00"),
        (datetime(2026, 11, 25, 14, 56, tzinfo=SHANGHAI), "2026-11-25T14:56:00+08:00"),
        (datetime(2026, 11, 25, 14, 57, tzinfo=SHANGHAI), "2026-12-02T14:56:00+08:00"),
        (datetime(2026, 11, 25, 6, 56, tzinfo=ZoneInfo("UTC")), "2026-11-25T14:56:00+08:00"),
    ],
)
def test_a_train_of_wednesdays_leaves_on_wednesday(atlas, ready, departs):
    weekly = train(departures=[{"day": "wed", "at": "14:56"}])
    (journey,) = plan(atlas, tables([weekly], [DOSTYK]), ready=ready).journeys
    assert journey.departs.isoformat() == departs


def day(number):
    return datetime(2026, 11, number).date()  # noqa: DTZ001


@pytest.mark.parametrize(
    ("closed", "begun"),
    [
        ([], "2026-11-28T08:00:00+08:00"),
        ([{"from": day(27), "to": day(27)}], "2026-11-28T08:00:00+08:00"),
        ([{"from": day(28), "to": day(28)}], "2026-11-29T00:00:00+08:00"),
        ([{"from": day(28), "to": day(29)}, {"from": day(30), "to": day(30)}], "2026-12-01T00:00:00+08:00"),
    ],
)
def test_goods_wait_while_a_crossing_is_closed(atlas, closed, begun):
    (journey,) = plan(atlas, tables([train()], [{**DOSTYK, "closed": closed}])).journeys
    assert journey.legs[1].departs.isoformat() == begun


def test_a_crossing_closed_without_an_end_refuses_its_services_with_the_reason(atlas):
    found = plan(atlas, tables([train()], [{**DOSTYK, "closed": [{"from": day(1)}]}]))
    assert found.journeys == ()
    assert "closed since 2026-11-01" in str(found.refused[0].why)
    assert found.refused[0].crossing == "border"
    assert found.refused[0].to_json()["crossing"] == "border"


@pytest.mark.parametrize(
    ("until", "begun"),
    [("24/7", "2026-11-28T08:00:00+08:00"), ("working days", "2026-11-30T10:00:00+08:00")],
)
def test_a_crossing_with_hours_is_passed_within_them(atlas, until, begun):
    # The train stands at the border on Saturday the 28th at 8 h.
    days = [{"day": name, "from": "10:00", "until": "19:00"} for name in ("mon", "tue", "wed", "thu", "fri")]
    opening = {"from": day(1), "week": "24/7" if until == "24/7" else days}
    (journey,) = plan(atlas, tables([train()], [{**DOSTYK, "open": [opening]}])).journeys
    assert journey.legs[1].departs.isoformat() == begun


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ({"status": "suspended", "from": day(1)}, "freight is suspended since 2026-11-01"),
        ({"status": "unknown", "from": day(1)}, "whether freight passes is not on file"),
        ({"status": "closed"}, ": closed."),
        (
            {"status": "closed", "from": day(26)},
            "closed from 2026-11-26 on",
        ),  # closes while the train is on its way there: it stands before the gate
        ({"status": "open", "from": day(1)}, ""),
        ({"status": "under_construction"}, None),
    ],
)
def test_a_crossing_that_lets_no_freight_pass_is_not_used(atlas, status, said):
    found = plan(atlas, tables([train()], [{**DOSTYK, "status": [status]}]))
    assert bool(found.journeys) is (said == "")
    if said:
        assert said in next(str(refused.why) for refused in found.refused if refused.crossing)


def test_nobody_waits_for_weeks_before_a_gate(atlas):
    shut = [{"from": day(20), "to": datetime(2027, 1, 10).date(), "source": SOURCE}]  # noqa: DTZ001
    flight = service("flight", leg("CNJZH", "KZALA", km="4000", rate="dear"), mode="air")
    found = plan(atlas, tables([train(), flight], [{**DOSTYK, "closed": shut}]))
    assert [journey.legs[0].service for journey in found.journeys] == ["flight"]


def test_a_restriction_is_a_caution_on_its_days(atlas):
    text = {"en": "Only some pass.", "zh": "仅部分通行。", "ru": "Проходят не все."}
    for last, count in ((day(27), 0), (day(30), 1)):
        row = {"status": "restricted", "from": day(1), "to": last, "text": text, "source": SOURCE}
        (journey,) = plan(atlas, tables([train()], [{**DOSTYK, "status": [row]}])).journeys
        assert len([caution for caution in journey.cautions if caution.text == text]) == count


def test_the_hours_of_a_crossing_are_told_in_its_own_zone(atlas):
    # 10 h in Kazakhstan are 13 h in China; the train stands there on Saturday the 28th at 8 h of China.
    days = [{"day": name, "from": "10:00", "until": "19:00"} for name in ("sat", "sun")]
    row = {**DOSTYK, "time_zone": "Asia/Almaty", "open": [{"from": day(1), "week": days}]}
    (journey,) = plan(atlas, tables([train()], [row])).journeys
    assert journey.legs[1].departs.isoformat() == "2026-11-28T13:00:00+08:00"


def ship(*ports, name="ship", km="5000"):
    return service(name, *(leg(here, there, km=km) for here, there in pairwise(ports)), mode="sea")


def sea_tables(*services):
    built = tables(services)
    built["factors"]["factor"].append({**built["factors"]["factor"][0], "id": "sea", "mode": "sea"})
    return built


def test_by_sea_the_goods_enter_at_the_port(atlas):
    train_on = service("on", leg("RUVVO", "RUMOW"))
    (journey,) = plan(atlas, sea_tables(ship("CNTAO", "RUVVO"), train_on), origin="CNTAO", destination="RUMOW").journeys
    into, out = entry(journey, EAEU, atlas), exit_of(journey, frozenset({"CN"}), atlas)
    assert (into.place, into.mode, into.crossing) == ("RUVVO", "sea", None)
    assert (out.place, out.mode) == ("CNTAO", "sea")


UNION = {state: EAEU for state in EAEU}


def territory_of(state):
    return UNION.get(state, frozenset({state}))


KEYS = {
    "id": "keys",
    "mode": "rail",
    "from": "kz-saryagash",
    "to": "uz-keles",
    "km": "7",
    "gauge": [1520, 1520],
    "hours": ["9", "9"],
}


def test_a_territory_between_is_passed_in_transit(atlas):
    onward = service("onward", leg("KZDOS", "kz-saryagash"), {"crossing": "keys"}, leg("uz-keles", "UZTAS"))
    first = service("first", leg("CNJZH", "cn-alashankou"), {"crossing": "border"})
    built = tables([first, onward], [DOSTYK, {**KEYS, "rate": "cheap"}])
    (journey,) = plan(atlas, built, destination="UZTAS").journeys
    (passed,) = transits(journey, territory_of, atlas)
    assert passed.territory == EAEU
    assert (passed.entry.place, passed.entry.crossing, passed.exit.place, passed.exit.crossing) == (
        "KZDOS",
        "border",
        "kz-saryagash",
        "keys",
    )
    assert passed.entry.at < passed.exit.at
    assert entry(journey, frozenset({"UZ"}), atlas).place == "uz-keles"


def test_inside_a_union_there_is_no_transit_and_the_entry_is_at_its_border(atlas):
    inside = {"id": "in", "mode": "rail", "from": "kz-mamlyutka", "to": "ru-petukhovo", "km": "40", "hours": ["4", "4"]}
    further = {"id": "by", "mode": "rail", "from": "ru-krasnoye", "to": "by-osinovka", "km": "15", "hours": ["4", "4"]}
    rows = [{**row, "gauge": [1520, 1520], "rate": "cheap"} for row in (inside, further)]
    whole = service(
        "whole",
        leg("CNJZH", "cn-alashankou"),
        {"crossing": "border"},
        leg("KZDOS", "kz-mamlyutka"),
        {"crossing": "in"},
        leg("ru-petukhovo", "ru-krasnoye"),
        {"crossing": "by"},
        leg("by-osinovka", "BYMSQ"),
    )
    (journey,) = plan(atlas, tables([whole], [DOSTYK, *rows]), destination="BYMSQ").journeys
    assert transits(journey, territory_of, atlas) == ()
    assert entry(journey, EAEU, atlas).place == "KZDOS"


def test_goods_that_come_back_into_a_territory_enter_it_the_last_time(atlas):
    # China – Kazakhstan – Uzbekistan – Kyrgyzstan: through the Union in transit, then into it.
    last = {
        "id": "osh",
        "mode": "rail",
        "from": "uz-karasu",
        "to": "KGKSU",
        "km": "3",
        "gauge": [1520, 1520],
        "hours": ["9", "9"],
    }
    whole = service(
        "whole",
        leg("CNJZH", "cn-alashankou"),
        {"crossing": "border"},
        leg("KZDOS", "kz-saryagash"),
        {"crossing": "keys"},
        leg("uz-keles", "uz-karasu"),
        {"crossing": "osh"},
        leg("KGKSU", "KGOSS"),
    )
    rows = [DOSTYK, {**KEYS, "rate": "cheap"}, {**last, "rate": "cheap"}]
    (journey,) = plan(atlas, tables([whole], rows), destination="KGOSS").journeys
    assert [passed.territory for passed in transits(journey, territory_of, atlas)] == [EAEU, frozenset({"UZ"})]
    assert entry(journey, EAEU, atlas).place == "KGKSU"


def test_an_aircraft_too_small_is_refused_with_the_reason(atlas):
    flight = service("flight", leg("CNJZH", "KZALA"), mode="air", most_tonnes="24")
    found = plan(atlas, tables([flight, train()], [DOSTYK]), tonnes="24.001")
    assert [journey.legs[0].service for journey in found.journeys] == ["train"]
    assert [refused.service for refused in found.refused] == ["flight"]
    assert len(plan(atlas, tables([flight]), tonnes="24").journeys) == 1


def test_a_place_no_service_touches_is_joined_by_truck_as_an_estimate(atlas):
    built = tables([train()], [DOSTYK], rates=[("cheap", "1"), ("road-truckload", "2")])
    built["methods"]["method"] += [{**built["methods"]["method"][0], "id": name} for name in ("km-road-guess", "time-road-local")]
    (journey,) = plan(atlas, built, origin="CNWEF", destination="KZTDK").journeys
    assert [one.mode for one in journey.legs] == ["road", "rail", "rail", "rail", "road"]
    assert journey.legs[0].estimated
    assert journey.legs[0].cost.amount == 2 * journey.legs[0].distance_km


def test_without_a_way_the_answer_says_so(atlas):
    found = plan(atlas, tables([train()], [DOSTYK]), destination="UZTAS")
    assert found.journeys == ()
    assert "Tashkent" in str(found.refused[-1].why)
    assert plan(atlas, tables([train()], [DOSTYK]), destination="CNJZH").journeys == ()


@pytest.mark.parametrize(
    ("containers", "tonnes", "loads"),
    [({"45R1": 1}, "20", 1), ({"22G1": 2}, "20", 1), ({"22G1": 3}, "20", 2), ({"45R1": 2, "22G1": 1}, "50", 3), ({}, "45", 3)],
)
def test_the_price_of_a_load_is_paid_for_each_forty_feet(atlas, containers, tonnes, loads):
    built = tables([train()], [DOSTYK])
    built["methods"]["method"].append({**built["methods"]["method"][0], "id": "loads-assumed"})
    (journey,) = plan(atlas, built, containers=containers, tonnes=tonnes).journeys
    assert journey.cost.amount == 4810 * loads
    # Where no containers are named, the number of loads rests on a method of its own.
    assert len([basis for basis in journey.legs[0].bases if basis.figure == "cost"]) == (1 if containers else 2)


@pytest.mark.parametrize(
    ("fault", "given"),
    [
        ("tonnes", {"tonnes": "0"}),
        ("tonnes", {"tonnes": "-1"}),
        ("tonnes", {"tonnes": "NaN"}),
        ("tonnes", {"tonnes": "1000000"}),
        ("containers.45R1", {"containers": {"45R1": 0}}),
        ("containers.4", {"containers": {"4": 1}}),
        ("containers.ZZZZ", {"containers": {"ZZZZ": 1}}),  # no length of ISO 6346 begins with Z
        ("ready", {"ready": datetime(2026, 11, 23)}),  # noqa: DTZ001
    ],
)
def test_what_cannot_be_is_refused_with_its_path(atlas, fault, given):
    with pytest.raises(Faulty) as caught:
        plan(atlas, tables([train()], [DOSTYK]), **given)
    assert [one.path for one in caught.value.faults] == [fault]


def test_the_same_question_gives_the_same_answer(atlas):
    built = tables([train()], [DOSTYK])
    assert plan(atlas, built).to_json("zh") == plan(atlas, copy.deepcopy(built)).to_json("zh")


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (day(23), day(23), None),
        (day(24), None, "begins on 2026-11-24"),
        (day(1), day(22), "ended on 2026-11-22"),
    ],
)
def test_a_service_runs_from_its_first_day_to_its_last(atlas, first, last, said):
    dates = {"valid_from": first} | ({"valid_to": last} if last else {})
    found = plan(atlas, tables([train(**dates)], [DOSTYK]))
    assert len(found.journeys) == (0 if said else 1)
    assert said is None or said in str(found.refused[0].why)
