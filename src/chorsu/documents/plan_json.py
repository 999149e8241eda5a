"""Read a plan's JSON without trusting it: a field that is missing or of another kind reads as nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from chorsu.documents.words import figure

_MOST_ROWS = 2_000


def mapping(value: Any) -> Mapping[str, Any]:
    """An object; empty where it is none."""
    return value if isinstance(value, Mapping) else {}


def rows(value: Any) -> list[Mapping[str, Any]]:
    """The objects of a list, at most two thousand."""
    return [entry for entry in _list(value) if isinstance(entry, Mapping)][:_MOST_ROWS]


def texts(value: Any) -> list[str]:
    """The texts of a list that are not empty."""
    return [text(entry) for entry in _list(value)[:_MOST_ROWS] if text(entry)]


def text(value: Any) -> str:
    """A text or a number as text; empty for all else."""
    return "" if isinstance(value, bool | Mapping | list | tuple) or value is None else str(value).strip()


def amount(value: Any) -> str:
    """A figure as people read it; empty where there is none."""
    return figure(text(value))


def way(value: Any) -> str:
    """The number of a journey: JSON counts from zero, people from one."""
    return str(value + 1) if isinstance(value, int) and not isinstance(value, bool) else ""


def moment(value: Any) -> str:
    """A time to the minute with its zone as written: ``2026-12-01 08:00 +08:00``."""
    written = text(value)
    day, mark, rest = written.partition("T")
    zone = next((rest[at:] for at in range(len(rest)) if rest[at] in "+-Z"), "")
    return f"{day} {rest[:5]} {zone}".strip() if mark else written


def day(value: Any) -> date | None:
    """A day; None where there is none."""
    try:
        return date.fromisoformat(text(value)[:10])
    except ValueError:
        return None


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else ()
