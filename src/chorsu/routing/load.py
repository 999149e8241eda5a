"""Data in: the network from the package's TOML files."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import tomli

from chorsu.facts import Source
from chorsu.routing.halts import Bar, Halt, touches
from chorsu.routing.mirror import both_ways, turned
from chorsu.routing.model import (
    Caution,
    Closure,
    Crossing,
    Factor,
    Hours,
    Method,
    Network,
    Opening,
    Part,
    Rate,
    Service,
    Status,
)

Way = TypeVar("Way", Service, Crossing)

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# While a crossing has one of these words, freight does not pass it; while restricted, it passes with a caution.
SHUT = ("closed", "suspended", "under_construction", "unknown")
STATUSES = ("open", "restricted", *SHUT)

# A lognormal whose standard deviation equals its mean has sigma² = ln 2, so p50 = mean / √2 and p90 = p50 · exp(z · sigma).
_Z90 = 1.2815515655446004
MEAN_TO_P50 = 1 / math.sqrt(2)
MEAN_TO_P90 = MEAN_TO_P50 * math.exp(_Z90 * math.sqrt(math.log(2)))

ROAD_RATE = "road-truckload"
# Speeds of roads that no service covers; methods.toml, time-road-local, says where they come from.
_LOCAL_KM, _KMH, _KM_A_DAY, _TERMINAL_HOURS = 500, (42.0, 23.4), (713.0, 517.0), (4.0, 12.0)


PUBLISHED = ("service", "crossing")


@lru_cache(maxsize=3)  # the package's, the published one, and one that is only looked at
def load_network(published: Path | None = None) -> Network:
    """The network that the package ships: every TOML file of its folder. Read once.

    ``published`` is a folder of facts that never changes; its ``network.toml`` has services and crossings that stand over those
    of the package, and the ids of those that it takes off (``[[removed]]``, with their ``kind``).
    """
    return read_network(network_tables(published))


def network_tables(published: Path | None = None) -> dict[str, dict[str, Any]]:
    """The tables of the network on file, by the name of the file, with what was published in the place of the package's rows."""
    folder = files("chorsu") / "data" / "network"
    named = sorted((each for each in folder.iterdir() if each.name.endswith(".toml")), key=lambda each: each.name)
    tables = {each.name: tomli.loads(each.read_text("utf-8")) for each in named}
    path = published / "network.toml" if published else None
    if path is None or not path.is_file():
        return tables
    over = tomli.loads(path.read_text("utf-8"))
    gone = {(kind, row["id"]) for kind in PUBLISHED for row in over.get(kind, [])}
    gone |= {(row["kind"], row["id"]) for row in over.pop("removed", [])}
    for table in tables.values():
        for kind in PUBLISHED:
            if kind in table:
                table[kind] = [row for row in table[kind] if (kind, row["id"]) not in gone]
    return {**tables, "published": over}


def read_network(tables: Mapping[str, Mapping[str, Any]]) -> Network:
    """Build a network from parsed files; each may hold rows ``method, rate, factor, crossing, service, road, bar, halt, alert``.

    Raises KeyError, ValueError or ArithmeticError where a row lacks a field, has a figure that is none, or an id that
    another row of its kind has.
    """

    def rows(kind: str) -> Iterator[Mapping[str, Any]]:
        seen: set[str] = set()
        for table in tables.values():
            for row in table.get(kind, []):
                if row.get("id") in seen:
                    raise ValueError(f"{kind} {row['id']} stands twice")
                seen |= {row["id"]} if "id" in row else set()
                yield row

    crossings = {row["id"]: read_crossing(row) for row in rows("crossing")}
    services = {}
    for row in rows("service"):
        for each in both_ways(row):
            services[each["id"]] = read_service(each, crossings)
    for row in rows("road"):
        here, there = row["between"]
        for origin, destination in ((here, there), (there, here)):
            km_by, rate = row.get("km_by", "km-network-road"), row.get("rate", ROAD_RATE)
            service = road_service(origin, destination, Decimal(row["km"]), km_by, rate)
            services[service.id] = service
    for row in rows("alert"):
        caution = Caution(row["text"], Source.of(row["source"]), row["from"], row.get("to"))
        crossings = {name: _alerted(each, each.parts, row, caution) for name, each in crossings.items()}
        services = {name: _alerted(each, each.parts, row, caution) for name, each in services.items()}
    return Network(
        services=MappingProxyType(services),
        crossings=MappingProxyType(crossings),
        rates=MappingProxyType({row["id"]: _rate(row) for row in rows("rate")}),
        factors=tuple(_factor(row) for row in rows("factor")),
        methods=MappingProxyType(
            {row["id"]: Method(row["id"], row["text"], Source.of(row.get("source"))) for row in rows("method")}
        ),
        bars=tuple(
            Bar(row["id"], frozenset(row["states"]), row["from"], row.get("to"), row["text"], Source.of(row["source"]))
            for row in rows("bar")
        ),
        halts=tuple(_halt(row) for row in rows("halt")),
    )


def _halt(row: Mapping[str, Any]) -> Halt:
    modes, places = frozenset(row["modes"]), frozenset(row["places"])
    return Halt(row["id"], modes, places, row["from"], row.get("to"), row["text"], Source.of(row["source"]))


def _alerted(way: Way, parts: Sequence[Part], row: Mapping[str, Any], caution: Caution) -> Way:
    """A service or crossing with a caution more, if it touches a place of the alert by one of its modes."""
    concerned = way.mode in row["modes"] and touches(parts, row["places"])
    return replace(way, cautions=(*way.cautions, caution)) if concerned else way


def road_service(origin: str, destination: str, km: Decimal, km_by: str, rate: str = ROAD_RATE) -> Service:
    """A truck between two places of one state, ordered when needed; its figures are estimates by stated methods."""
    part = Part(origin, destination, km, driving_hours(km, _TERMINAL_HOURS), rate, km_by, "time-road-local", handlings=1)
    names = {"en": "Truck", "zh": "货车接驳", "ru": "Грузовой автомобиль"}
    return Service(f"road-{origin}-{destination}", names, "road", (part,), None, transfer=True)


def driving_hours(km: Decimal, terminal: tuple[float, float] = (0.0, 0.0)) -> Hours:
    """How long a truck drives so far (methods.toml, time-road-local), with the hours that it stands at terminals."""
    driving = [float(km) / speed for speed in _KMH]
    if km > _LOCAL_KM:
        driving = [float(km) / a_day * 24 for a_day in _KM_A_DAY]
    return Hours(*(_tenths(drive + stand) for drive, stand in zip(driving, terminal, strict=True)))


def mountain_hours(km: Decimal) -> Hours:
    """How long a truck drives so far over mountains (methods.toml, time-road-mountain)."""
    days = float(km) / (_KMH[1] * 12)
    return Hours(_tenths(days * 24), _tenths(days * 36))


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
        rate=row.get("rate") or None,
        km_by=row.get("km_by") or None,
        time_by=row.get("time_by") or None,
        handlings=row.get("handlings", handlings),
    )


def read_crossing(row: Mapping[str, Any]) -> Crossing:
    """A crossing of its table. Raises as :func:`read_network` does."""
    part = replace(_part(row, handlings=0), crossing=row["id"])
    back = None if row.get("one_way") else replace(_part(turned(row), handlings=0), crossing=row["id"])
    statuses = tuple(_status(each) for each in row.get("status", []))
    closed = (Closure(each["from"], each.get("to"), Source.of(each.get("source"))) for each in row.get("closed", []))
    shut = (Closure(each.first, each.last, each.source, each.status) for each in statuses if each.status in SHUT)
    limits = (
        Caution(each.text, each.source, each.first, each.last) for each in statuses if each.text and each.status == "restricted"
    )
    return Crossing(
        id=row["id"],
        names=row["names"],
        mode=row["mode"],
        gauge=tuple(row.get("gauge", ())),
        part=part,
        back=back,
        source=Source.of(row.get("source")),
        time_zone=row.get("time_zone", ""),
        openings=tuple(_opening(each) for each in row.get("open", [])),
        statuses=statuses,
        closures=(*closed, *shut),
        cautions=(*limits, *_cautions(row)),
        gauge_source=Source.of(row.get("gauge_source")),
    )


def _status(row: Mapping[str, Any]) -> Status:
    if row["status"] not in STATUSES:
        raise ValueError(f"{row['status']} is no status of a crossing: {', '.join(STATUSES)}")
    return Status(row["status"], row.get("from", date.min), row.get("to"), Source.of(row.get("source")), row.get("text"))


def read_service(row: Mapping[str, Any], crossings: Mapping[str, Crossing]) -> Service:
    """A service of its table, among the crossings that it may pass. Raises as :func:`read_network` does."""
    parts: list[Part] = []
    for index, leg in enumerate(row["leg"]):
        if "crossing" not in leg:
            parts.append(_part(leg, handlings=1 if index == 0 else 0))
            continue
        after = row["leg"][index + 1].get("from") if index + 1 < len(row["leg"]) else None
        part, own = (
            _direction(crossings[leg["crossing"]], parts[-1].destination if parts else None, after),
            _hours(leg.get("hours")),
        )
        # A train with a timetable has its own time at the border; the crossing's rows hold for all others.
        parts.append(replace(part, hours=own, time_by=leg["time_by"]) if own else part)
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


def _direction(crossing: Crossing, before: str | None, after: str | None) -> Part:
    """The direction in which a service passes a crossing: from where it has come, else to where it goes on."""
    fitting = [part for part in crossing.parts if part.origin == before or (before is None and part.destination == after)]
    return fitting[0] if fitting else crossing.part


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
    return tuple(
        Caution(each["text"], Source.of(each.get("source")), each.get("from"), each.get("to")) for each in row.get("caution", [])
    )


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
    grams, km_from = Decimal(row["grams"]), Decimal(row.get("km_from", "0"))
    return Factor(row["id"], row["mode"], row["refrigerated"], grams, row["text"], Source.of(row.get("source")), km_from)
