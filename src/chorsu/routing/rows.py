"""Look at the row of one service or crossing before it goes on file: every fault with its field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from chorsu.facts import Fault, exact
from chorsu.reading import Reader, shown
from chorsu.routing.load import STATUSES, WEEKDAYS, read_crossing, read_service
from chorsu.routing.mirror import both_ways
from chorsu.routing.model import Crossing
from chorsu.text import LANGUAGES, Text, say

MODES = ("rail", "road", "sea", "air")
_ID = r"[A-Za-z][\w-]{1,99}"
_HOURS = say('hours at the median and in nine of ten cases: ["24", "72"]')
_CLOCK = say("an hour as HH:MM")


def check_service(row: Mapping[str, Any], crossings: Mapping[str, Crossing]) -> tuple[Fault, ...]:
    """The faults of a service as it stands in a TOML table; ``crossings`` are those that it may pass."""
    reader = Reader(row)
    _named(reader)
    reader.one_of("status", ("operating", "announced", "unconfirmed", *STATUSES))
    for name in ("seen_on", "valid_from", "valid_to"):
        reader.day(name)
    for name in ("wait_hours", "wait_hours_back"):
        _hours(reader, name)
    for each in reader.children("departures"):
        each.one_of("day", WEEKDAYS, required=True)
        each.matching("at", r"([01]\d|2[0-3]):[0-5]\d", _CLOCK, required=True)
    for leg in reader.children("leg", required=True, most=40):
        if leg.has("crossing"):
            name = leg.text("crossing")
            if name and name not in crossings:
                leg.fault("crossing", say("There is no crossing {crossing}.", crossing=shown(name)))
            _hours(leg, "hours")
        else:
            _part(leg)
    for caution in reader.children("caution"):
        _words(caution, "text")
        caution.day("from")
        caution.day("to")
    return _readable(reader, lambda: [read_service(each, crossings) for each in both_ways(row)])


def check_crossing(row: Mapping[str, Any]) -> tuple[Fault, ...]:
    """The faults of a crossing as it stands in a TOML table."""
    reader = Reader(row)
    _named(reader)
    _part(reader)
    for status in reader.children("status", required=True, most=200):
        status.one_of("status", STATUSES, required=True)
        status.day("from")
        status.day("to")
    for closed in reader.children("closed", most=1000):
        closed.day("from", required=True)
        closed.day("to")
    for opening in reader.children("open", most=200):
        opening.day("from", required=True)
        opening.day("to")
        if opening.data.get("week") != "24/7":
            for hours in opening.children("week", required=True, most=100):
                hours.one_of("day", WEEKDAYS, required=True)
                hours.matching("from", r"([01]\d|2[0-3]):[0-5]\d", _CLOCK, required=True)
                hours.matching("until", r"([01]\d|2[0-3]):[0-5]\d|24:00", _CLOCK, required=True)
    gauge = row.get("gauge", [])
    if not isinstance(gauge, list) or len(gauge) > 2 or not all(isinstance(each, int) for each in gauge):
        reader.fault(
            "gauge", say("{value} does not fit.", value=shown(gauge)), say("the gauge on both sides in mm: [1435, 1520]")
        )
    return _readable(reader, lambda: [read_crossing(row)])


def _readable(reader: Reader, read: Callable[[], Any]) -> tuple[Fault, ...]:
    """The faults found field by field; where there are none, what the network itself cannot read."""
    if not reader.faults:
        try:
            read()
        except KeyError as missing:
            reader.fault(str(missing.args[0]), say("This field is missing."))
        except (ValueError, ArithmeticError, TypeError, AttributeError, IndexError) as mistake:
            reader.fault("", say("{value} does not fit.", value=shown(str(mistake) or type(mistake).__name__)))
    return tuple(reader.faults)


def _named(reader: Reader) -> None:
    reader.matching("id", _ID, say("letters, digits, dashes"), required=True)
    _words(reader, "names")
    reader.one_of("mode", MODES, required=True)
    if reader.has("source") or not reader.has("wait_by"):  # a service by a method alone has the method's sources
        source = reader.child("source")
        source.text("title", required=True)
        source.day("checked_on", required=True)


def _words(reader: Reader, name: str) -> None:
    words = reader.child(name)
    for language in LANGUAGES:
        words.text(language, required=True)


def _part(reader: Reader) -> None:
    for name in ("from", "to"):
        reader.text(name, required=True, expected=_PLACE)
    km = exact(reader.data.get("km") or "")
    if km is None or not 0 < km < 50_000:
        reader.fault("km", say("{value} does not fit.", value=shown(reader.data.get("km") or "–")), say("kilometres above zero"))
    if not reader.has("mean_hours"):
        _hours(reader, "hours", required=True)
    elif (exact(reader.data["mean_hours"]) or Decimal(0)) <= 0:
        reader.fault("mean_hours", say("{value} does not fit.", value=shown(reader.data["mean_hours"])), _HOURS)
    if not isinstance(reader.data.get("handlings", 0), int):
        reader.fault("handlings", say("{value} does not fit.", value=shown(reader.data["handlings"])), say("a whole number"))


_PLACE: Text = say("the code of a place, for example CNTAO")


def _hours(reader: Reader, name: str, *, required: bool = False) -> None:
    if not reader.has(name):
        if required:
            reader.fault(name, say("This field is missing."), _HOURS)
        return
    pair = reader.data[name]
    figures = [exact(each) for each in pair] if isinstance(pair, list) else []
    if len(figures) != 2 or None in figures or not 0 <= (figures[0] or 0) <= (figures[1] or 0):
        reader.fault(name, say("{value} does not fit.", value=shown(pair)), _HOURS)
