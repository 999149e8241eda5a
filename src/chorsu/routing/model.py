"""The nouns of routing: what is on file (services, crossings, rates), and what is found (journeys and their legs)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from chorsu.facts import Money, Source, plain
from chorsu.text import Text, spoken

if TYPE_CHECKING:
    from chorsu.routing.halts import Bar, Halt

Words = Mapping[str, str]


@dataclass(frozen=True)
class Method:
    """How a figure that no source states was made, in words of each language."""

    id: str
    text: Words
    source: Source | None = None


@dataclass(frozen=True)
class Rate:
    """What carriage costs: dollars a kilometre or a fixed sum, ``per`` load (forty-foot or truckload) or tonne."""

    id: str
    per: str
    text: Words
    source: Source | None
    usd_per_km: Decimal | None = None
    usd: Decimal | None = None


@dataclass(frozen=True)
class Factor:
    """Grams of CO2e per tonne-kilometre of a mode, well to wheel, for legs of at least ``km_from`` kilometres."""

    id: str
    mode: str
    refrigerated: bool
    grams: Decimal
    text: Words
    source: Source | None
    km_from: Decimal = Decimal(0)


@dataclass(frozen=True)
class Hours:
    """A time that varies, in hours: as often shorter as longer than ``p50``, longer than ``p90`` once in ten."""

    p50: Decimal
    p90: Decimal


@dataclass(frozen=True)
class Closure:
    """Days on which freight does not pass, both included, in the crossing's own zone; ``last`` None while nobody knows.

    ``status`` is closed (for those days), suspended (until somebody decides), under_construction (not yet open) or
    unknown (no source says whether freight passes: then none is sent there). ``first`` is ``date.min`` where the
    beginning is not on file.
    """

    first: date
    last: date | None
    source: Source | None = None
    status: str = "closed"

    def on(self, day: date) -> bool:
        """Whether the crossing is shut on that day."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Opening:
    """Opening hours from one day to another: ``week`` holds (weekday 0–6, from, until) in local time; empty is always."""

    first: date
    last: date | None
    week: tuple[tuple[int, time, time], ...]
    source: Source | None = None


@dataclass(frozen=True)
class Status:
    """What a source says of a crossing from one day to another.

    ``status`` is open, restricted (``text`` says how), or one of the words of a Closure: closed, suspended,
    under_construction, unknown.
    """

    status: str
    first: date
    last: date | None
    source: Source | None
    text: Words | None = None


@dataclass(frozen=True)
class Caution:
    """What a planner must ask or know before relying on a service or crossing, and from and until which day."""

    text: Words
    source: Source | None = None
    first: date | None = None
    last: date | None = None

    def on(self, day: date) -> bool:
        """Whether it must be said of a passage on that day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Part:
    """One leg of a service as it is on file. ``crossing`` names the border crossing, if the leg is one.

    ``rate`` None: what it costs is not known. ``*_by`` names the method of a figure that the source does not state.
    """

    origin: str
    destination: str
    km: Decimal
    hours: Hours
    rate: str | None
    km_by: str | None = None
    time_by: str | None = None
    crossing: str | None = None
    handlings: int = 0


@dataclass(frozen=True)
class Crossing:
    """A border crossing: a pair of places, with the time it takes, its hours and the days on which it is closed.

    ``part`` passes from the first place to the second, ``back`` the other way (None where freight passes one way only).
    ``gauge`` holds the millimetres of the railway on both sides, empty for a road. Hours and days are told in ``time_zone``,
    or where that is empty in the zone of the first place.
    """

    id: str
    names: Words
    mode: str
    gauge: tuple[int, ...]
    part: Part
    source: Source | None
    back: Part | None = None
    time_zone: str = ""
    openings: tuple[Opening, ...] = ()
    statuses: tuple[Status, ...] = ()
    closures: tuple[Closure, ...] = ()
    cautions: tuple[Caution, ...] = ()
    gauge_source: Source | None = None

    @property
    def gauge_break(self) -> bool:
        """Whether goods are reloaded, or wagons set on other bogies, because the gauges differ."""
        return len(set(self.gauge)) > 1

    @property
    def parts(self) -> tuple[Part, ...]:
        """Both directions, or the one there is."""
        return (self.part, self.back) if self.back else (self.part,)


@dataclass(frozen=True)
class Service:
    """A chain of legs that goods stay with, boarded at its first place.

    It leaves by ``departures`` (weekday 0–6 and local time), else after a ``wait`` (a frequency, or a truck ordered).
    ``transfer`` marks a truck that joins places of one state.
    """

    id: str
    names: Words
    mode: str
    parts: tuple[Part, ...]
    source: Source | None
    wait: Hours | None = None
    wait_by: str | None = None
    departures: tuple[tuple[int, time], ...] = ()
    operator: str = ""
    confirmed: bool = True
    seen_on: date | None = None
    most_tonnes: Decimal | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    cautions: tuple[Caution, ...] = ()
    transfer: bool = False


@dataclass(frozen=True, eq=False)
class Network:
    """All services and crossings on file, with the rates, factors and methods they name, and what bars or halts them."""

    services: Mapping[str, Service]
    crossings: Mapping[str, Crossing]
    rates: Mapping[str, Rate]
    factors: tuple[Factor, ...]
    methods: Mapping[str, Method]
    bars: tuple[Bar, ...] = ()
    halts: tuple[Halt, ...] = ()


@dataclass(frozen=True)
class Basis:
    """What one figure of a leg rests on: ``figure`` is wait, time, distance, cost or co2e."""

    figure: str
    estimated: bool
    text: Words | Text | None
    source: Source | None

    def to_json(self, language: str) -> dict[str, Any]:
        row: dict[str, Any] = {"figure": self.figure, "estimated": self.estimated}
        if self.text:
            row["text"] = spoken(self.text, language)
        if self.source:
            row["source"] = self.source.to_json()
        return row


@dataclass(frozen=True)
class Leg:
    """One part of a journey, with what its figures rest on. Times are p50; ``cost`` None is unknown."""

    mode: str
    from_place: str
    to_place: str
    service: str
    names: Words
    ready: datetime
    departs: datetime
    arrives: datetime
    distance_km: Decimal
    cost: Money | None
    co2e_kg: Decimal
    bases: tuple[Basis, ...]
    source: Source | None
    crossing: str | None = None
    gauge_break: bool = False

    @property
    def estimated(self) -> bool:
        """Whether any figure of the leg is an estimate."""
        return any(basis.estimated for basis in self.bases)

    def method(self, language: str) -> str:
        """How the estimated figures of the leg were made, in words."""
        return " ".join(str(spoken(each.text, language)) for each in self.bases if each.estimated and each.text)

    def to_json(self, language: str) -> dict[str, Any]:
        return {
            "mode": self.mode,
            "from": self.from_place,
            "to": self.to_place,
            "service": self.service,
            "name": spoken(self.names, language),
            "ready": self.ready.isoformat(),
            "departs": self.departs.isoformat(),
            "arrives": self.arrives.isoformat(),
            "distance_km": plain(self.distance_km),
            "cost": self.cost.to_json() if self.cost else None,
            "co2e_kg": plain(self.co2e_kg),
            "estimated": self.estimated,
            "method": self.method(language),
            "basis": [basis.to_json(language) for basis in self.bases],
            "crossing": self.crossing,
            "gauge_break": self.gauge_break,
            "source": self.source.to_json() if self.source else {},
        }


@dataclass(frozen=True)
class Journey:
    """A way from origin to destination. ``handlings`` counts how often the load is moved between vehicles."""

    departs: datetime
    arrives_p50: datetime
    arrives_p90: datetime
    cost: Money | None
    co2e_kg: Decimal
    handlings: int
    legs: tuple[Leg, ...]
    cautions: tuple[Caution, ...] = ()
    confirmed: bool = True

    @property
    def estimated(self) -> bool:
        """Whether any figure of the journey is an estimate."""
        return any(leg.estimated for leg in self.legs)

    @property
    def most_days(self) -> int:
        """The days on the way, begun ones too, if it takes as long as the slow tenth of journeys does (p90)."""
        return (self.arrives_p90 - self.departs).days + 1

    @property
    def modes(self) -> tuple[str, ...]:
        """The modes in their order, each once in a row."""
        modes = [leg.mode for leg in self.legs]
        return tuple(mode for index, mode in enumerate(modes) if index == 0 or mode != modes[index - 1])

    def to_json(self, language: str = "en") -> dict[str, Any]:
        """As CONTRACTS writes a Journey, with words in the reader's language."""
        return {
            "departs": self.departs.isoformat(),
            "arrives": {"p50": self.arrives_p50.isoformat(), "p90": self.arrives_p90.isoformat()},
            "cost": self.cost.to_json() if self.cost else None,
            "co2e_kg": plain(self.co2e_kg),
            "handlings": self.handlings,
            "estimated": self.estimated,
            "confirmed": self.confirmed,
            "cautions": [
                {"text": spoken(each.text, language), "source": each.source.to_json() if each.source else {}}
                for each in self.cautions
            ],
            "legs": [leg.to_json(language) for leg in self.legs],
        }


@dataclass(frozen=True)
class Refused:
    """A service that cannot take these goods, a crossing that lets none pass, or a way that is not there, and why."""

    why: Text
    service: str = ""
    crossing: str = ""

    def to_json(self, language: str = "en") -> dict[str, str]:
        row = {"service": self.service, "crossing": self.crossing, "why": self.why.in_(language)}
        return {name: value for name, value in row.items() if value}


@dataclass(frozen=True)
class Journeys:
    """The ways of which none is beaten in arrival, cost and CO2e together, the earliest first; and what was refused.

    ``left_out`` counts further such ways that are not shown. ``beaten`` are, for comparison, direct services and ways over
    the next best borders, ports and airports that none of the journeys uses: each is beaten in every criterion by a way
    found, or was left out.
    """

    journeys: tuple[Journey, ...]
    refused: tuple[Refused, ...]
    left_out: int = 0
    beaten: tuple[Journey, ...] = ()

    def to_json(self, language: str = "en") -> dict[str, Any]:
        """As CONTRACTS writes the answer of ``route``."""
        return {
            "journeys": [journey.to_json(language) for journey in self.journeys],
            "refused": [refused.to_json(language) for refused in self.refused],
            "left_out": self.left_out,
            "beaten": [journey.to_json(language) for journey in self.beaten],
        }


@dataclass(frozen=True)
class Entry:
    """Where and when goods pass into (or out of) a customs territory, and the cost on either side; None is unknown.

    ``place`` is the first place inside (for an exit, the last before the border), ``at`` the p50 time there in its own zone.
    """

    place: str
    at: datetime
    mode: str
    crossing: str | None
    cost_before: Money | None
    cost_after: Money | None


@dataclass(frozen=True)
class Transit:
    """A customs territory (states by code) that a journey passes through on its way, and where it comes in and goes out."""

    territory: frozenset[str]
    entry: Entry
    exit: Entry
