"""Look at the row of one place before it goes on file: every fault with its field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from chorsu.facts import Fault, exact
from chorsu.geography.load import KINDS
from chorsu.reading import Reader, shown
from chorsu.text import LANGUAGES, say

_CODE = "[A-Z]{2}[A-Z2-9]{3}|[A-Z]{2}-[A-Z]{3}-AIR|[a-z]{2}(-[a-z0-9]+)+"


def check_place(row: Mapping[str, Any]) -> tuple[Fault, ...]:
    """The faults of a place in the columns of the package's table; empty where it can be read."""
    reader = Reader(row)
    expected = say("a UN/LOCODE, for example CNTAO, or a code of our own, for example kz-altynkol")
    reader.matching("code", _CODE, expected, required=True)
    reader.one_of("kind", KINDS, required=True)
    reader.country("state", required=True)
    for language in LANGUAGES:
        reader.text(f"name_{language}", required=True)
    for name, most in (("latitude", 90), ("longitude", 180)):
        number = exact(row.get(name) or "")
        if number is None or abs(number) > most:
            expected = say("degrees between -{most} and {most}, for example 43.25", most=most)
            reader.fault(name, say("{value} does not fit.", value=shown(row.get(name) or "–")), expected)
    if reader.text("time_zone", required=True) and row["time_zone"] not in available_timezones():
        reader.fault("time_zone", say("{value} does not fit.", value=shown(row["time_zone"])), say("for example Asia/Almaty"))
    reader.text("source_title", required=True)
    reader.text("source_address")
    reader.day("checked_on", required=True)
    return tuple(reader.faults)
