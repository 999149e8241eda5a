"""What is on file: rows by state, regime and kind, the goods they reach, their age, and how many are of official sources."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

import tomli

from chorsu.assessment import Rates
from chorsu.facts import Source
from chorsu.measures import Book
from chorsu.nomenclature import load_edition
from chorsu.planning.load import References
from chorsu.routing import Network
from chorsu.routing.model import Part

# The states that the zone serves, in the order in which they joined.
STATES = ("CN", "RU", "KZ", "KG", "TJ", "UZ", "IN", "PK", "IR", "BY")


@dataclass(frozen=True)
class Holding:
    """The measures of one kind and regime that a state applies on a day, its union's among them.

    ``goods`` counts the subheadings (six digits) that a row reaches, in whole or in part; ``checked`` are the days on which the
    sources were read longest ago and last (None where none says it); ``official`` counts the rows read at an official source.
    """

    state: str
    regime: str
    kind: str
    rows: int
    goods: int
    official: int
    checked: tuple[date | None, date | None]


@dataclass(frozen=True)
class Currency:
    """The rates of exchange on file to or from a currency: how many, how many official, and the day of the last official one."""

    currency: str
    rows: int
    official: int
    last_official: date | None


@dataclass(frozen=True)
class Coverage:
    """What is on file on a day, of ``subheadings`` kinds of goods."""

    on: date
    subheadings: int
    holdings: tuple[Holding, ...]
    currencies: tuple[Currency, ...]
    network: dict[str, dict[str, int]]


def coverage(references: References, on: date) -> Coverage:
    """Count what is on file on a day: the measures in force, all rates of exchange up to it, and the network."""
    goods = tuple(code for code in load_edition().entries if len(code) == 6)
    return Coverage(
        on=on,
        subheadings=len(goods),
        holdings=tuple(_holdings(references.book, on, goods)),
        currencies=_currencies(references.rates, references, on),
        network=_network(references.network, references),
    )


def _holdings(book: Book, on: date, goods: Sequence[str]) -> Iterable[Holding]:
    """By state, then regime, then kind."""
    found = defaultdict(list)
    for measure in book.measures:
        if measure.on(on):
            found[measure.jurisdiction].append(measure)
    for state in STATES:
        rows = defaultdict(list)
        for jurisdiction in book.jurisdictions(state, on):
            for measure in found[jurisdiction]:
                rows[measure.regime, measure.kind].append(measure)
        for (regime, kind), measures in sorted(rows.items()):
            days = [m.source.checked_on for m in measures if m.source and m.source.checked_on]
            yield Holding(
                state=state,
                regime=regime,
                kind=kind,
                rows=len(measures),
                goods=_reached({m.prefix[:6] for m in measures}, goods),
                official=sum(is_official(m.source) for m in measures),
                checked=(min(days, default=None), max(days, default=None)),
            )


def _reached(prefixes: set[str], goods: Sequence[str]) -> int:
    """How many subheadings begin with one of the prefixes."""
    return sum(any(code[:length] in prefixes for length in (0, 2, 3, 4, 5, 6)) for code in goods)


def _currencies(rates: Rates, references: References, on: date) -> tuple[Currency, ...]:
    """The currencies of the states, and those through which others are turned."""
    wanted = dict.fromkeys((*(references.atlas.state(state).currency for state in STATES), "USD", "EUR"))
    found = []
    for code in wanted:
        rows = [row for row in rates.rows if code in (row.base, row.quote) and row.on <= on]
        official = [row.on for row in rows if row.official]
        found.append(Currency(code, len(rows), len(official), max(official, default=None)))
    return tuple(found)


def _network(network: Network, references: References) -> dict[str, dict[str, int]]:
    """For each state its places, the crossings that touch it, and the services that call there."""
    places = references.atlas.places
    held = Counter(place.state for place in places.values())
    crossings = Counter(state for row in network.crossings.values() for state in _touched([row.part], references))
    services = Counter(state for row in network.services.values() for state in _touched(row.parts, references))
    return {s: {"places": held[s], "crossings": crossings[s], "services": services[s]} for s in STATES}


def _touched(parts: Iterable[Part], references: References) -> set[str]:
    """The states in which parts of a way begin or end."""
    return {references.atlas.place(code).state for part in parts for code in (part.origin, part.destination)}


@cache
def is_official(source: Source | None) -> bool:
    """Whether a source's address is that of a state, a union or an international body (`data/official-hosts.toml`)."""
    if source is None:
        return False
    address = source.address if "//" in source.address else f"//{source.address}"
    try:
        host = (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return False
    labels = host.split(".")
    return any(".".join(labels[start:]) in _official_endings() for start in range(len(labels)))


@cache
def _official_endings() -> frozenset[str]:
    return frozenset(tomli.loads((files("chorsu") / "data" / "official-hosts.toml").read_text("utf-8"))["endings"])
