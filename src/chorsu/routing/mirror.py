"""The other way: a crossing or service as it is on file, turned around."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# Figures that may differ by direction: the row's own name, and with ``_back`` that of the way back.
_LEG = ("hours", "mean_hours", "time_by", "km", "km_by", "rate", "handlings")
_SERVICE = ("departures", "wait_hours", "wait_by", "per_week", "status", "seen_on", "operator", "source", "most_tonnes")


def turned(row: Mapping[str, Any]) -> dict[str, Any]:
    """A leg or crossing from its second place to its first; ``km_back`` and the like stand before the common figure."""
    given = {name.removesuffix("_back"): value for name, value in row.items() if name.endswith("_back")}
    # A time of the way back replaces the common one, in whichever form either is given.
    timed = {"hours", "mean_hours"} if given.keys() & {"hours", "mean_hours"} else set()
    kept = {name: value for name, value in row.items() if not name.endswith("_back") and name not in timed}
    ends = {"from": row["to"], "to": row["from"]} if "from" in row else {}
    return {**kept, **ends, **{name: value for name, value in given.items() if name in _LEG}}


def both_ways(row: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """A service and, where it says ``both_ways = true``, its mirror."""
    if not row.get("both_ways"):
        return (row,)
    return {**row, "caution": [each for each in row.get("caution", []) if each.get("way") != "back"]}, mirrored(row)


def mirrored(row: Mapping[str, Any]) -> dict[str, Any]:
    """A service from its last place to its first, with the id ``…-back`` and the words of ``names_back``.

    Cautions hold for both ways unless they say ``way = "out"`` or ``"back"``. A timetable holds for one way only: with
    ``departures`` the row needs ``departures_back`` or ``wait_hours_back``.

    Raises KeyError where a service says no words for its way back, ValueError where it says not when it leaves.
    """
    given = {name: row[f"{name}_back"] for name in _SERVICE if f"{name}_back" in row}
    kept = {name: value for name, value in row.items() if not name.endswith("_back") and name != "both_ways"}
    leaves = {"departures", "wait_hours"}
    if "departures" in row:
        if not given.keys() & leaves:
            raise ValueError(f"{row['id']} does not say when it leaves for the way back")
        kept.pop("departures")
    if "departures" in given:
        kept = {name: value for name, value in kept.items() if name not in ("wait_hours", "wait_by")}
    return {
        **kept,
        **given,
        "id": f"{row['id']}-back",
        "names": row["names_back"],
        "leg": [turned(leg) for leg in reversed(row["leg"])],
        "caution": [each for each in row.get("caution", []) if each.get("way") != "out"],
    }
