"""How the hand-computed cases are written: a small world that each case changes in one thing.

The world: Kazakhstan (KZT, to the hundredth, half up, CIF) with one charge, customs duty on the customs value; the union EAEU
(KZ, RU) and the free trade group CIS (KZ, UZ); one item of apples from China at 1000 KZT, DAP with no freight said, so that the
customs value is the price.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

SOURCE = {"title": "A law", "address": "https://law.example/1", "checked_on": date(2026, 11, 23)}
DAY = date(2026, 12, 1)


@dataclass(frozen=True)
class Case:
    """One rule, what it is tried on, and what it must give.

    ``charges``: ``(item, kind) -> (amount, measure id)`` for all charges that have a measure (a tuple of such pairs where
    several fees fall); ``unknown``: all ``(item, kind)``. In ``more``, checked where given: ``values`` (each item's customs
    value), ``total``, ``assumed``, ``estimated``, ``rates_used``, ``requirements``, and ``zero``, charges whose measure is
    left open.
    """

    rule: str
    book: dict[str, Any]
    consignment: dict[str, Any]
    rates: list[dict[str, str]]
    on: date
    regime: str
    mode: str | None
    charges: dict[tuple[int, str], Any]
    unknown: set[tuple[int, str]] = field(default_factory=set)
    more: dict[str, Any] = field(default_factory=dict)


def measure(name: str, expression: str | None = None, **more: Any) -> dict[str, Any]:
    """A measure of Kazakhstan on all goods of every origin, unless said otherwise."""
    row = {"id": name, "jurisdiction": "KZ", "kind": "customs_duty", "commodity": "*", "origin": "*", "regime": "import"}
    row |= {"expression": expression, "valid_from": date(2022, 1, 1), "source": SOURCE} | more
    return {key: value for key, value in row.items() if value is not None}


def item(value: str = "1000", currency: str = "KZT", **more: Any) -> dict[str, Any]:
    row = {"description": "goods", "hs": "080810", "origin": "CN", "value": value, "currency": currency} | more
    return {key: value for key, value in row.items() if value is not None}


def charge(kind: str, *base: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "base": list(base) or ["customs_value"]} | more


def chain(*charges: dict[str, Any], **more: Any) -> dict[str, Any]:
    row = {"jurisdiction": "KZ", "regime": "import", "currency": "KZT", "valuation": "CIF"}
    row |= {"rounding": {"to": "0.01", "mode": "half_up"}, "valid_from": date(2020, 1, 1), "source": SOURCE}
    return row | more | {"charge": list(charges) or [charge("customs_duty")]}


def group(name: str, *members: Any) -> dict[str, Any]:
    rows = [{"state": one, "valid_from": date(2012, 1, 1)} if isinstance(one, str) else one for one in members]
    return {"name": name, "members": rows, "source": SOURCE}


def rate(pair: str, figure: str, on: str = "2026-12-01", **more: str) -> dict[str, str]:
    return {"from": pair[:3], "to": pair[3:], "rate": figure, "on": on, "source": "a bank"} | more


def case(
    rule: str,
    measures: list[dict[str, Any]],
    *,
    items: list[dict[str, Any]] | None = None,
    chain: dict[str, Any] | None = None,
    groups: list[dict[str, Any]] | None = None,
    rates: list[dict[str, str]] | None = None,
    on: date = DAY,
    regime: str = "import",
    mode: str | None = None,
    incoterm: str = "DAP",
    charges: dict[tuple[int, str], Any] | None = None,
    unknown: set[tuple[int, str]] | None = None,
    terms: dict[str, Any] | None = None,
    **more: Any,
) -> Case:
    """A case in the small world; ``terms`` are further fields of the consignment, ``more`` further expectations."""
    world = [group("EAEU", "KZ", "RU"), group("CIS", "KZ", "UZ")]
    book = {"measures": measures, "groups": world if groups is None else groups, "chains": [chain or _chain()]}
    consignment = {"incoterm": incoterm, "items": items or [item()]} | (terms or {})
    return Case(rule, book, consignment, rates or [], on, regime, mode, charges or {}, unknown or set(), more)


_chain = chain
