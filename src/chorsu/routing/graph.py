"""The network as flat arrays for one load and one day: what the search reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from chorsu.geography import Atlas
from chorsu.routing.model import Crossing, Hours, Network, Part, Service
from chorsu.routing.price import Load, cents_of, grams_of

Whole = NDArray[np.int64]
WEEK = 7 * 24 * 60
NEVER = np.int64(1) << 60


@dataclass(frozen=True, eq=False)
class Graph:
    """Legs as columns, grouped by the node they start from (``first[node]`` to ``first[node + 1]``).

    Times are minutes of UTC since 1970. A leg may be begun in the windows ``opens..shuts`` (minutes of the week, both
    included; none means always), rows ``windows[leg]`` to ``windows[leg + 1]``, and not from ``closes`` until before
    ``reopens``, rows ``closures[leg]`` to ``closures[leg + 1]``.
    """

    nodes: Mapping[tuple[str, str], int]
    steps: tuple[tuple[Service, int], ...]
    first: Whole
    target: Whole
    wait: Whole
    run: Whole
    cents: Whole
    unknown: Whole
    grams: Whole
    handlings: Whole
    windows: Whole
    opens: Whole
    shuts: Whole
    closures: Whole
    closes: Whole
    reopens: Whole

    def only(self, legs: Sequence[int]) -> Graph:
        """The same nodes with these legs alone, in their order (rising, so that they stay grouped)."""
        kept = np.array(legs, dtype=np.int64)
        tails = np.repeat(np.arange(len(self.first) - 1), np.diff(self.first))[kept]
        open_rows, windows = _rows_of(self.windows, kept)
        shut_rows, closures = _rows_of(self.closures, kept)
        return Graph(
            nodes=self.nodes,
            steps=tuple(self.steps[leg] for leg in legs),
            first=np.searchsorted(tails, np.arange(len(self.first))).astype(np.int64),
            target=self.target[kept],
            wait=self.wait[kept],
            run=self.run[kept],
            cents=self.cents[kept],
            unknown=self.unknown[kept],
            grams=self.grams[kept],
            handlings=self.handlings[kept],
            windows=windows,
            opens=self.opens[open_rows],
            shuts=self.shuts[open_rows],
            closures=closures,
            closes=self.closes[shut_rows],
            reopens=self.reopens[shut_rows],
        )


def _rows_of(starts: Whole, legs: Whole) -> tuple[Whole, Whole]:
    """The rows that belong to some legs, one after another, and where those of each begin."""
    rows = [np.arange(starts[leg], starts[leg + 1]) for leg in legs]
    sizes = np.array([0, *(len(each) for each in rows)], dtype=np.int64)
    return np.concatenate([np.zeros(0, dtype=np.int64), *rows]).astype(np.int64), np.cumsum(sizes).astype(np.int64)


def build_graph(network: Network, atlas: Atlas, services: Iterable[Service], load: Load, day: date) -> Graph:
    """Lay out the legs of these services. A place is a node; so is being on a service at a place (no change of vehicle)."""
    nodes: dict[tuple[str, str], int] = {}
    legs = []
    for service in services:
        last = len(service.parts) - 1
        for index, part in enumerate(service.parts):
            start = nodes.setdefault((part.origin, "" if index == 0 else service.id), len(nodes))
            end = nodes.setdefault((part.destination, "" if index == last else service.id), len(nodes))
            legs.append((start, end, service, index))
    legs.sort(key=lambda leg: leg[0])
    windows = [_windows(network, atlas, service, index, day) for _, _, service, index in legs]
    closures = [_closures(network, atlas, service.parts[index]) for _, _, service, index in legs]
    costs = [cents_of(network, service.parts[index], load) for _, _, service, index in legs]
    modes = [mode_of(network, service, service.parts[index]) for _, _, service, index in legs]
    return Graph(
        nodes=nodes,
        steps=tuple((service, index) for _, _, service, index in legs),
        first=np.searchsorted(_column(leg[0] for leg in legs), np.arange(len(nodes) + 1)).astype(np.int64),
        target=_column(leg[1] for leg in legs),
        wait=_column(minutes(waits(service, index).p50) for _, _, service, index in legs),
        run=_column(minutes(service.parts[index].hours.p50) for _, _, service, index in legs),
        cents=_column(cost or 0 for cost in costs),
        unknown=_column(cost is None for cost in costs),
        grams=_column(
            grams_of(network, service.parts[index], mode, load) for (_, _, service, index), mode in zip(legs, modes, strict=True)
        ),
        handlings=_column(service.parts[index].handlings for _, _, service, index in legs),
        windows=_starts(windows),
        opens=_column(opens for rows in windows for opens, _ in rows),
        shuts=_column(shuts for rows in windows for _, shuts in rows),
        closures=_starts(closures),
        closes=_column(closes for rows in closures for closes, _ in rows),
        reopens=_column(reopens for rows in closures for _, reopens in rows),
    )


def waits(service: Service, index: int) -> Hours:
    """The wait before a leg of a service: only where goods board it, and not where its timetable is known."""
    none = Hours(Decimal(0), Decimal(0))
    return service.wait or none if index == 0 and not service.departures else none


def mode_of(network: Network, service: Service, part: Part) -> str:
    """The mode of a leg: that of the crossing, else of the service."""
    return network.crossings[part.crossing].mode if part.crossing else service.mode


def minutes(hours: Decimal) -> int:
    """Hours as whole minutes, rounded half to even."""
    return round(hours * 60)


def instant(moment: datetime) -> int:
    """Minutes of UTC since 1970, whole; what is over begins the next minute."""
    return -int(-moment.timestamp() // 60)


def moment(at: int, zone: str) -> datetime:
    """The moment of a minute since 1970, in a place's zone."""
    return datetime.fromtimestamp(at * 60, UTC).astimezone(ZoneInfo(zone))


def zone_of(crossing: Crossing, atlas: Atlas) -> str:
    """The zone in which a crossing's hours and days are told."""
    return crossing.time_zone or atlas.place(crossing.part.origin).time_zone


def _windows(network: Network, atlas: Atlas, service: Service, index: int, day: date) -> list[tuple[int, int]]:
    """When a leg may be begun, in minutes of the week of UTC; the zone's offset is that of the day of departure."""
    part = service.parts[index]
    if index == 0 and service.departures:
        shift = _offset(atlas.place(part.origin).time_zone, day)
        starts = sorted((weekday * 1440 + _minute(at) - shift) % WEEK for weekday, at in service.departures)
        return [(start, start) for start in starts]
    if part.crossing is None:
        return []
    crossing = network.crossings[part.crossing]
    return _opening(crossing, day, _offset(zone_of(crossing, atlas), day))


def _opening(crossing: Crossing, day: date, shift: int) -> list[tuple[int, int]]:
    rows = []
    for opening in crossing.openings:
        if opening.first <= day and (opening.last is None or day <= opening.last):
            for weekday, opens, shuts in opening.week:
                start = (weekday * 1440 + _minute(opens) - shift) % WEEK
                rows.append((start, start + _minute(shuts) - _minute(opens)))
    # A window that runs over the end of the week is two.
    over = [(0, shuts - WEEK) for _, shuts in rows if shuts >= WEEK]
    return sorted([(opens, min(shuts, WEEK - 1)) for opens, shuts in rows] + over)


def _closures(network: Network, atlas: Atlas, part: Part) -> list[tuple[int, int]]:
    if part.crossing is None:
        return []
    crossing = network.crossings[part.crossing]
    zone = ZoneInfo(zone_of(crossing, atlas))
    rows = []
    for closure in crossing.closures:
        start = 0 if closure.first == date.min else instant(datetime.combine(closure.first, time(), zone))
        end = instant(datetime.combine(closure.last + timedelta(days=1), time(), zone)) if closure.last else int(NEVER)
        rows.append((start, end))
    return sorted(rows)


def _offset(zone: str, day: date) -> int:
    offset = datetime.combine(day, time(12), ZoneInfo(zone)).utcoffset() or timedelta()
    return int(offset.total_seconds()) // 60


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _column(values: Iterable[int | bool]) -> Whole:
    return np.array([int(value) for value in values], dtype=np.int64)


def _starts(rows: list[list[tuple[int, int]]]) -> Whole:
    return np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
