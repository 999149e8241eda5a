"""Ways between the ten states as a forwarder would look at them: the days they take and the borders they pass."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from chorsu.geography import great_circle_km, resolve_place
from chorsu.routing import find_journeys

READY = datetime(2026, 12, 1, 8, tzinfo=ZoneInfo("Asia/Shanghai"))
CITIES = {
    "CN": "CNTAO",
    "RU": "RUMOW",
    "KZ": "KZALA",
    "KG": "KGFRU",
    "TJ": "TJDYU",
    "UZ": "UZTAS",
    "IN": "INDEL",
    "PK": "PKLHE",
    "IR": "IRTHR",
    "BY": "BYMSQ",
}


def found(network, atlas, origin, destination, ready=READY, containers=None, tonnes="21", most=40):
    ends = {"origin": resolve_place(atlas, origin), "destination": resolve_place(atlas, destination)}
    containers = containers or {"45G1": 1}
    return find_journeys(network, atlas, **ends, ready=ready, tonnes=Decimal(tonnes), containers=containers, most=most)


def shown(answer):
    return (*answer.journeys, *answer.beaten)


def days(way):
    return (way.arrives_p50 - READY).total_seconds() / 86400


def borders(way):
    return {leg.crossing for leg in way.legs if leg.crossing}


KHORGOS, DOSTYK = "CN-KZ-khorgos-altynkol-rail", "CN-KZ-alashankou-dostyk-rail"
ERENHOT, MANZHOULI = "CN-MN-erenhot-zamyn-uud-rail", "CN-RU-manzhouli-zabaikalsk-rail"
IRKESHTAM, TORUGART = "CN-KG-irkeshtam-road", "CN-KG-torugart-road"
SARAKHS, INCHEH = "IR-TM-sarakhs-rail", "IR-TM-incheh-borun-rail"


@pytest.mark.parametrize(
    ("origin", "destination", "mode", "crossing", "low", "high"),
    [
        # Wait for the train or ship included: days of the sources, and half the interval between departures.
        ("CNJZH", "KGFRU", "rail", KHORGOS, 10, 18),  # Jiaozhou–Bishkek 12 days (2021)
        ("CNJZH", "UZTAS", "rail", KHORGOS, 10, 18),  # Lianyungang–Tashkent 10 days (2015)
        ("CNJZH", "TJDYU", "rail", KHORGOS, 12, 22),  # Lanzhou–Dushanbe 18–20 days on its first run (2026)
        ("CNJZH", "RUMOW", "rail", ERENHOT, 14, 24),  # Jiaozhou–Selyatino 15 days (2025)
        ("CNJZH", "RUMOW", "rail", MANZHOULI, 14, 24),  # Jiaozhou–Moscow by Manzhouli 15 days (2021)
        ("CNJZH", "BYMSQ", "rail", ERENHOT, 15, 26),  # Jinan–Minsk 15 days (2019)
        ("CNJZH", "BYMSQ", "rail", DOSTYK, 15, 26),
        ("CNJZH", "IRTHR", "rail", INCHEH, 16, 30),  # Xi'an–Aprin 15 days (2025)
        ("CNTAO", "INBOM", "sea", None, 22, 32),  # Qingdao–Nhava Sheva 20 days (2023)
        ("CNTAO", "INDEL", "sea", None, 24, 36),
        ("CNTAO", "PKKHI", "sea", None, 20, 30),  # Qingdao–Karachi 18 days (2025)
        ("CNTAO", "IRBND", "sea", None, 24, 34),  # Qingdao–Jebel Ali 22 days
        ("CNTAO", "RUVVO", "sea", None, 6, 14),  # Qingdao–Vladivostok 4–5 days (2022)
        ("CNJZH", "UZTAS", "road", IRKESHTAM, 6, 12),  # TIR Shenzhen–Irkeshtam–Tashkent 7 days (2024)
        ("CNKSS", "PKISB", "road", "CN-PK-khunjerab-sost-road", 2.5, 9),
        ("CNKSS", "TJDYU", "road", "CN-TJ-kulma-karasu-road", 3, 9),
        ("CNKSS", "KGFRU", "road", TORUGART, 2, 6),
        ("CNKSS", "UZTAS", "road", IRKESHTAM, 1, 5),  # two days in 2018
        ("UZTAS", "RUMOW", "rail", "KZ-RU-zhaisan-kanisai-rail", 8, 18),
        ("KZALA", "IRTHR", "rail", INCHEH, 10, 22),
        ("RUMOW", "INBOM", "rail sea", SARAKHS, 20, 40),  # INSTC: 25 days against 45 by Suez
        ("PKISB", "UZTAS", "road", IRKESHTAM, 4, 10),  # by China: the Afghan border is shut
        ("IRBND", "UZTAS", "rail", SARAKHS, 12, 24),  # Bandar Abbas–Sergeli 14 days (2023)
        ("BYMSQ", "RUMOW", "road", "BY-RU-redki-krasnaya-gorka-road", 0.3, 2),
        ("KZALA", "KGFRU", "road", "KZ-KG-kordai-ak-zhol-road", 0.1, 2),
    ],
)
def test_a_way_over_the_border_takes_the_days_that_sources_give(network, atlas, origin, destination, mode, crossing, low, high):
    for here, there in ((origin, destination), (destination, origin)):
        ways = [
            way
            for way in shown(found(network, atlas, here, there))
            if set(mode.split()) <= set(way.modes) <= {*mode.split(), "road"}
        ]
        ways = [way for way in ways if crossing is None or crossing in borders(way)]
        assert ways, f"no way {here}–{there} by {mode} over {crossing}"
        assert low <= min(days(way) for way in ways) <= high


@pytest.mark.parametrize(
    ("origin", "destination", "containers", "tonnes", "mode"),
    [
        # The ten consignments and their return cargo.
        ("CNJZH", "KZALA", {"45R1": 1}, "21", "rail"),
        ("CNTAO", "UZTAS", {"45G1": 1}, "13.1", "rail"),
        ("CNTAO", "BYMSQ", {"45G1": 1}, "6", "rail"),
        ("UZTAS", "CNTAO", {"45G1": 1}, "20.9", "rail"),
        ("KGFRU", "CNTAO", {"45R1": 1}, "18", "road"),
        ("CNTAO", "INBOM", {"42G1": 1}, "12.8", "sea"),
        ("CNTAO", "RUMOW", {"45G1": 1}, "9.6", "rail"),
        ("TJDYU", "CNTAO", {"42G1": 1}, "20.8", "road"),
        ("KZBXH", "CNTAO", {"22G1": 1}, "23.6", "rail"),
        ("PKKHI", "CNTAO", {"22G1": 1}, "25.25", "sea"),
    ],
)
def test_each_of_the_ten_consignments_has_ways_out_and_back(network, atlas, origin, destination, containers, tonnes, mode):
    for here, there in ((origin, destination), (destination, origin)):
        ways = shown(found(network, atlas, here, there, containers=containers, tonnes=tonnes))
        assert any(mode in way.modes for way in ways)
        assert all(way.cost is not None and way.cost.amount > 0 and way.co2e_kg > 0 for way in ways)


@pytest.mark.parametrize("origin", CITIES)
@pytest.mark.parametrize("destination", CITIES)
def test_every_state_reaches_every_other(network, atlas, origin, destination):
    if origin != destination:
        assert found(network, atlas, CITIES[origin], CITIES[destination]).journeys


@pytest.mark.parametrize(("origin", "destination"), [("INDEL", "PKLHE"), ("PKLHE", "INDEL"), ("in-amritsar", "PKLHE")])
def test_nothing_goes_by_land_between_india_and_pakistan(network, atlas, origin, destination):
    # Attari–Wagah was shut on 2025-04-24 and trade stopped; no way over it may be shown, and the reason is told.
    answer = found(network, atlas, origin, destination)
    assert not any("IN-PK-attari-wagah-road" in borders(way) for way in shown(answer))
    assert any("Attari" in str(each.why) or "Wagah" in str(each.why) for each in answer.refused)


def test_nothing_passes_the_shut_border_between_afghanistan_and_pakistan(network, atlas):
    # Torkham and Chaman are closed to freight since October 2025.
    for way in shown(found(network, atlas, "PKISB", "UZTAS")):
        assert not any(crossing.startswith("AF-PK") for crossing in borders(way))


def test_emissions_follow_mass_distance_and_factor_by_mode(network, atlas):
    # ISO 14083: transport activity times intensity; flights with 95 km on top of the great circle.
    way = next(way for way in found(network, atlas, "CNTAO", "PKKHI").journeys if way.modes == ("sea",))
    assert sum(leg.co2e_kg for leg in way.legs) == pytest.approx(
        sum(Decimal(21) * leg.distance_km * Decimal("19.77") / 1000 for leg in way.legs), abs=Decimal("0.01")
    )
    air = next(way for way in found(network, atlas, "CN-TAO-AIR", "UZ-TAS-AIR").journeys if way.modes == ("air",))
    ends = (atlas.place("CN-TAO-AIR"), atlas.place("UZ-TAS-AIR"))
    assert air.legs[0].distance_km == round(great_circle_km(*ends)) + 95


@pytest.mark.parametrize(
    ("origin", "destination", "port"),
    [("Shenzhen", "INBOM", "CNYTN"), ("CNNBO", "INMAA", "CNNBG"), ("CNXAM", "PKKHI", "CNXAM"), ("CNTNJ", "RUVVO", "CNTNG")],
)
def test_goods_of_the_coast_sail_from_the_port_that_is_near(network, atlas, origin, destination, port):
    """No truck to Shanghai or Qingdao where a large port lies at the door."""
    ways = found(network, atlas, origin, destination).journeys
    best = min((way for way in ways if any(leg.mode == "sea" for leg in way.legs)), key=lambda way: way.cost.amount)
    assert next(leg for leg in best.legs if leg.mode == "sea").from_place == port
