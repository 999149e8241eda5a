"""The services between the ten states: days, distances, prices and emissions against what sources say of them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from chorsu.routing import check_network

STATES = {"BY", "CN", "IN", "IR", "KG", "KZ", "PK", "RU", "TJ", "UZ"}


def days(network, service):
    return float(sum(part.hours.p50 for part in network.services[service].parts)) / 24


def km(network, *services):
    return float(sum(part.km for service in services for part in network.services[service].parts))


def usd(network, service):
    return sum(
        rate.usd if rate.usd is not None else rate.usd_per_km * part.km
        for part in network.services[service].parts
        for rate in [network.rates[part.rate]]
    )


def test_nothing_lacks_a_source_or_a_method_and_every_word_is_there_in_three_languages(network, atlas):
    assert check_network(network, atlas) == ()


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        ("rail-jiaozhou-bishkek", 12),  # guanhai.com.cn, 2021-01-17
        ("rail-jiaozhou-moscow-erenhot", 15),  # Xinhua, 2025-08-26: train X8022 to Selyatino
        ("rail-jiaozhou-moscow-manzhouli", 15),  # China News, 2021-05-23: cold chain to Moscow
        ("rail-shenyang-moscow-suifenhe", 14),  # FESCO, September 2021: Shenyang–Bely Rast
        ("rail-shenyang-moscow-manzhouli", 15),  # consulate in Harbin, 2022-10-19: Tieling–Moscow
        ("rail-jinan-minsk", 15),  # 2019-04-02
        ("rail-lianyungang-tashkent", 10),  # 2015-11-12
        ("rail-xian-aprin", 15),  # Mehr, 2025-05-26
        ("rail-yiwu-tehran", 14),  # RailUK, 2016
        ("rail-bandar-abbas-tashkent", 14),  # daylinews.ir, 2023-06
        ("rail-vladivostok-moscow", 11),  # SeaNews, 2017-02-14: the usual service
        ("rail-kurgan-tianjin", 20),  # deliver-2.com, 2026
        ("sea-qingdao-nhava-sheva", 20 + 2),  # Transport Journal, 2023: MSC Sentosa; and two days of unloading
        ("sea-qingdao-karachi", 18 + 2),  # Dunya News, 2025
        ("sea-rizhao-petersburg", 35 + 2),  # FESCO Baltorient, 2023-03-29
        ("sea-novorossiysk-nhava-sheva", 17 + 2),  # Kommersant, 2025-10-20
    ],
)
def test_a_way_takes_the_days_that_its_source_gives(network, service, expected):
    assert days(network, service) == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize(
    ("service", "low", "high"),
    [
        ("rail-jiaozhou-tashkent-khorgos", 9, 13),  # CRI 2018: about 12 days to Central Asia; Lianyungang–Tashkent 10
        ("rail-jiaozhou-tashkent-alashankou", 9, 14),
        ("rail-jiaozhou-dushanbe", 12, 20),  # Lanzhou–Dushanbe 18–20 days on its first run of February 2026 (Trend)
        ("rail-jiaozhou-moscow-tongjiang", 13, 20),  # China–Moscow 13–15 days, at most 29 (Jike 2023)
        ("rail-jiaozhou-moscow-kazakhstan", 13, 20),
        ("rail-jiaozhou-minsk-manzhouli", 14, 20),  # Jinan–Minsk 15 days
        ("rail-jiaozhou-malaszewicze", 13, 19),  # Qingdao–Mannheim 19 days (2022), Chengdu–Małaszewicze 13 (2023)
        ("rail-jiaozhou-aprin", 14, 22),  # Xi'an–Aprin 15 days
        ("rail-chekhov-bandar-abbas", 9, 21),  # INSTC: 25 days to India in all
        ("truck-jiaozhou-moscow-khorgos", 10, 18),  # TIR, about 700 km a day
        ("truck-kashgar-tashkent", 1, 4),  # Silk Road News, 2018: two days
        ("truck-islamabad-tashkent-kashgar", 3, 10),
        ("sea-qingdao-vladivostok", 4, 8),  # PortNews 2022: 4 to 5 days
        ("sea-kuryk-alat", 0.9, 3.5),  # Sea News AZ 2022: 20–22 hours
    ],
)
def test_an_estimated_way_takes_days_that_a_forwarder_would_believe(network, service, low, high):
    assert low <= days(network, service) <= high


@pytest.mark.parametrize(
    ("services", "expected"),
    [
        (("rail-lianyungang-tashkent",), 5500),  # xfafinance 2015
        (("rail-xian-moscow",), 7480),  # the length behind the price of May 2025
        (("rail-vladivostok-moscow",), 9288),  # length of the Trans-Siberian
        (("rail-lanzhou-kashgar", "truck-kashgar-osh", "rail-osh-tashkent"), 4380),  # Podrobno.uz, 2023-06
        (("rail-jiaozhou-moscow-erenhot",), 1434 + 1113 + 5900),  # kilometre posts of Mongolia and Russia
        (("rail-nhava-sheva-delhi",), 1400),  # usual length Mumbai–Delhi by rail
        (("sea-chennai-vladivostok",), 10458),  # 5,647 nautical miles, PortNews 2024
        (("sea-qingdao-nhava-sheva",), 9229),
        (("truck-kashgar-islamabad",), 420 + 870),  # distances from the pass of Khunjerab
    ],
)
def test_distances_are_those_published_within_six_hundredths(network, services, expected):
    assert km(network, *services) == pytest.approx(expected, rel=0.06)


@pytest.mark.parametrize(
    ("service", "low", "high"),
    [
        ("rail-xian-moscow", 4500, 6000),  # Price Index Centre, May 2025: 5,000 USD
        ("rail-chongqing-moscow", 4500, 6000),  # 5,050
        ("rail-chengdu-malaszewicze", 5000, 7000),  # 5,250–5,800 China–Europe, early 2025
        ("rail-jiaozhou-tashkent-khorgos", 3000, 5500),
        ("sea-aktau-alat", 1200, 1200),  # ASCO's tariff
        ("sea-qingdao-nhava-sheva", 1000, 4000),
        ("sea-qingdao-nhava-sheva-back", 20, 500),  # Container News, February 2024; Rotterdam–Shanghai 475 in April 2025
        ("rail-nhava-sheva-delhi", 700, 1200),  # CONCOR: 57,100 rupees from the port to Malanpur in 2019
    ],
)
def test_a_container_costs_what_sources_say(network, service, low, high):
    assert Decimal(low) <= usd(network, service) <= Decimal(high)


def test_china_moscow_by_sea_and_rail_costs_what_the_index_says(network):
    # Price Index Centre, mid-December 2025: about 6,159 USD Shanghai–Moscow; here to the terminal, by Vladivostok.
    assert usd(network, "sea-qingdao-vladivostok") + usd(network, "rail-vladivostok-moscow") == pytest.approx(6159, rel=0.03)


def test_every_state_sends_and_receives_by_services_over_its_border(network, atlas):
    sent, received = set(), set()
    for service in network.services.values():
        here, there = atlas.place(service.parts[0].origin).state, atlas.place(service.parts[-1].destination).state
        if here != there:
            sent.add(here)
            received.add(there)
    assert sent >= STATES
    assert received >= STATES


def test_a_service_both_ways_has_the_same_legs_turned_around(network):
    back = [service for service in network.services.values() if service.id.endswith("-back")]
    assert len(back) > 200
    for service in back:
        out = network.services[service.id.removesuffix("-back")]
        assert [(part.origin, part.destination) for part in service.parts] == [
            (part.destination, part.origin) for part in reversed(out.parts)
        ]
        assert service.names != out.names


def test_no_truck_inside_a_state_leaves_it(network, atlas):
    for service in network.services.values():
        if service.transfer:
            assert atlas.place(service.parts[0].origin).state == atlas.place(service.parts[0].destination).state


def test_speeds_are_those_of_their_mode(network):
    # Kilometres an hour while under way, at p50: slower than a walk or faster than the vehicle is a slip of a figure.
    limits = {"rail": (1.5, 75), "road": (3, 50), "sea": (1.5, 40), "air": (10, 900)}
    for service in network.services.values():
        for part in service.parts:
            if part.crossing is None and part.km > 100:
                low, high = limits[service.mode]
                assert low <= float(part.km / part.hours.p50) <= high, service.id


def test_a_service_without_a_recent_source_is_not_called_confirmed(network):
    for service in network.services.values():
        if service.source is None and not service.transfer:
            assert not service.confirmed
            assert service.cautions
