"""Data in: the network from the package's TOML files."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from datetime import time
from decimal import Decimal
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from chorsu.facts import Source
from chorsu.routing.model import Caution, Closure, Crossing, Factor, Hours, Method, Network, Opening, Part, Rate, Service

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FILES = ("methods", "rates", "factors", "crossings", "services", "roads")

# A lognormal whose standard deviation equals its mean has sigma² = ln 2, so p50 = mean / √2 and p90 = p50 · exp(z · sigma).
_Z90 = 1.2815515655446004
MEAN_TO_P50 = 1 / math.sqrt(2)
MEAN_TO_P90 = MEAN_TO_P50 * math.exp(_Z90 * math.sqrt(math.log(2)))

# Speeds of roads that no service covers; methods.toml, time-road-local, says where they come from.
_LOCAL_KM, _KMH, _KM_A_DAY, _TERMINAL_HOURS = 500, (42.0, 23.4), (713.0, 517.0), (4.0, 12.0)


@cache
def load_network() -> Network:
    """The network that the package ships. Read once."""
    folder = files("chorsu") / "data" / "network"
    return read_network({name: tomllib.loads((folder / f"{name}.toml").read_text("utf-8")) for name in _FILES})


def read_network(tables: Mapping[str, Mapping[str, Any]]) -> Network:
    """Build a network from parsed tables ``methods, rates, factors, crossings, services, roads`` (any may be absent).

    Raises KeyError, ValueError or ArithmeticError where a row lacks a field or has a figure that is none.
    """

    def rows(name: str, kind: str) -> Iterable[Mapping[str, Any]]:
        found: Iterable[Mapping[str, Any]] = tables.get(name, {}).get(kind, [])
        return found

    crossings = {row["id"]: _crossing(row) for row in rows("crossings", "crossing")}
    services = {row["id"]: _service(row, crossings) for row in rows("services", "service")}
    for row in rows("roads", "road"):
        here, there = row["between"]
        for origin, destination in ((here, there), (there, here)):
            service = road_service(origin, destination, Decimal(row["km"]), "km-network-road")
            services[service.id] = service
    return Network(
        services=MappingProxyType(services),
        crossings=MappingProxyType(crossings),
        rates=MappingProxyType({row["id"]: _rate(row) for row in rows("rates", "rate")}),
        factors=tuple(_factor(row) for row in rows("factors", "factor")),
        methods=MappingProxyType(
            {row["id"]: Method(row["id"], row["text"], Source.of(row.get("source"))) for row in rows("methods", "method")}
        ),
    )


def road_service(origin: str, destination: str, km: Decimal, km_by: str) -> Service:
    """A truck between two places of one state, ordered when needed; its figures are estimates by stated methods."""
    driving = [float(km) / speed for speed in _KMH]
    if km > _LOCAL_KM:
        driving = [float(km) / a_day * 24 for a_day in _KM_A_DAY]
    hours = Hours(*(_tenths(drive + stand) for drive, stand in zip(driving, _TERMINAL_HOURS, strict=True)))
    part = Part(origin, destination, km, hours, "road-truckload", km_by, "time-road-local", handlings=1)
    names = {"en": "Truck", "zh": "货车接驳", "ru": "Грузовой автомобиль"}
    return Service(f"road-{origin}-{destination}", names, "road", (part,), None)


def _tenths(number: float) -> Decimal:
    return Decimal(str(round(number, 1)))


def _hours(pair: Any) -> Hours | None:
    return Hours(Decimal(pair[0]), Decimal(pair[1])) if pair else None


def _part(row: Mapping[str, Any], *, handlings: int) -> Part:
    hours = _hours(row.get("hours"))
    if hours is None:
        mean = float(row["mean_hours"])
        hours = Hours(_tenths(mean * MEAN_TO_P50), _tenths(mean * MEAN_TO_P90))
    return Part(
        origin=row["from"],
        destination=row["to"],
        km=Decimal(row["km"]),
        hours=hours,
        rate=row.get("rate"),
        km_by=row.get("km_by"),
        time_by=row.get("time_by"),
        handlings=row.get("handlings", handlings),
    )


def _crossing(row: Mapping[str, Any]) -> Crossing:
    part = _part(row, handlings=0)
    return Crossing(
        id=row["id"],
        names=row["names"],
        mode=row["mode"],
        gauge_break=row["gauge_break"],
        part=Part(**{**vars(part), "crossing": row["id"]}),
        source=Source.of(row.get("source")),
        openings=tuple(_opening(each) for each in row.get("open", [])),
        closures=tuple(Closure(each["from"], each.get("to"), Source.of(each.get("source"))) for each in row.get("closed", [])),
        cautions=_cautions(row),
    )


def _service(row: Mapping[str, Any], crossings: Mapping[str, Crossing]) -> Service:
    parts = []
    for index, leg in enumerate(row["leg"]):
        if "crossing" not in leg:
            parts.append(_part(leg, handlings=1 if index == 0 else 0))
            continue
        part, own = crossings[leg["crossing"]].part, _hours(leg.get("hours"))
        # A train with a timetable has its own time at the border; the crossing's rows hold for all others.
        parts.append(Part(**{**vars(part), "hours": own, "time_by": leg["time_by"]}) if own else part)
    return Service(
        id=row["id"],
        names=row["names"],
        mode=row["mode"],
        parts=tuple(parts),
        source=Source.of(row.get("source")),
        wait=_hours(row.get("wait_hours")),
        wait_by=row.get("wait_by"),
        departures=tuple((WEEKDAYS.index(each["day"]), _clock(each["at"])) for each in row.get("departures", [])),
        operator=row.get("operator", ""),
        confirmed=row.get("status", "operating") == "operating",
        seen_on=row.get("seen_on"),
        most_tonnes=Decimal(row["most_tonnes"]) if "most_tonnes" in row else None,
        valid_from=row.get("valid_from"),
        valid_to=row.get("valid_to"),
        cautions=_cautions(row),
    )


def _opening(row: Mapping[str, Any]) -> Opening:
    week = (
        ()
        if row["week"] == "24/7"
        else tuple((WEEKDAYS.index(each["day"]), _clock(each["from"]), _clock(each["until"])) for each in row["week"])
    )
    return Opening(row["from"], row.get("to"), week, Source.of(row.get("source")))


def _clock(written: str) -> time:
    return time.fromisoformat(written)


def _cautions(row: Mapping[str, Any]) -> tuple[Caution, ...]:
    return tuple(Caution(each["text"], Source.of(each.get("source")), each.get("from")) for each in row.get("caution", []))


def _rate(row: Mapping[str, Any]) -> Rate:
    per_km, fixed = row.get("usd_per_km"), row.get("usd")
    return Rate(
        id=row["id"],
        per=row["per"],
        text=row["text"],
        source=Source.of(row.get("source")),
        usd_per_km=Decimal(per_km) if per_km else None,
        usd=Decimal(fixed) if fixed else None,
    )


def _factor(row: Mapping[str, Any]) -> Factor:
    grams = Decimal(row["grams"])
    return Factor(row["id"], row["mode"], row["refrigerated"], grams, row["text"], Source.of(row.get("source")))
