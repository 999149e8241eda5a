"""Small networks made by hand or at random, on the real atlas."""

from __future__ import annotations

from decimal import Decimal

import pytest

from chorsu.geography import load_atlas
from chorsu.routing import load_network


@pytest.fixture(scope="session")
def atlas():
    return load_atlas()


@pytest.fixture(scope="session")
def network():
    return load_network()


WORDS = {"en": "x", "zh": "某", "ru": "х"}
SOURCE = {"title": "a made-up network"}


def tables(services, crossings=(), rates=(("cheap", "1"), ("dear", "3"))):
    """Tables of a network for read_network: plain rows in, all the words and sources it needs added."""
    return {
        "methods": {"method": [{"id": "guess", "text": WORDS, "source": SOURCE}]},
        "rates": {
            "rate": [{"id": name, "per": "load", "usd_per_km": usd, "text": WORDS, "source": SOURCE} for name, usd in rates]
        },
        "factors": {
            "factor": [
                {"id": mode, "mode": mode, "refrigerated": False, "grams": grams, "text": WORDS, "source": SOURCE}
                for mode, grams in (("rail", "30"), ("road", "90"), ("air", "700"))
            ]
        },
        "crossings": {"crossing": [{"names": WORDS, "source": SOURCE, **row} for row in crossings]},
        "services": {"service": [{"names": WORDS, "source": SOURCE, **row} for row in services]},
    }


def leg(origin, destination, km="100", hours=("10", "20"), rate="cheap"):
    row = {"from": origin, "to": destination, "km": km, "hours": hours}
    return row if rate is None else {**row, "rate": rate}


def service(name, *legs, mode="rail", **fields):
    row = {"id": name, "mode": mode, "leg": list(legs), **fields}
    return row if "departures" in fields else {"wait_hours": ["0", "0"], "wait_by": "guess", **row}


DOSTYK = {
    "id": "border",
    "mode": "rail",
    "from": "cn-alashankou",
    "to": "KZDOS",
    "km": "10",
    "gauge": [1435, 1520],
    "hours": ["24", "48"],
    "rate": "cheap",
}


def tonnes(number):
    return Decimal(number)
