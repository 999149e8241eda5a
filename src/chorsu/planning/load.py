"""All that a plan refers to, read once: atlas, network, book, rates, and the customs of trade."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import tomli

from chorsu.assessment import Assessment, Rates, load_rates
from chorsu.consignment import Item
from chorsu.facts import Source
from chorsu.geography import Atlas, load_atlas
from chorsu.installation import data_folder, imported_measures, imported_rates, published_facts, published_measures
from chorsu.measures import Book, Inquiry, load_book
from chorsu.measures.condition import DayAndMode
from chorsu.planning.model import Duty, TransitRule
from chorsu.routing import Network, load_network
from chorsu.text import say


@dataclass(frozen=True)
class ShelfLife:
    """How long goods keep: at least and at most so many days within temperatures in °C, counted from ``since``."""

    commodity: str
    days_min: int
    days_max: int
    coldest: str
    warmest: str
    since: str
    estimated: bool
    source: Source | None


@dataclass(frozen=True)
class Handling:
    """How goods must be carried, in words."""

    commodity: str
    text: Mapping[str, str]
    source: Source | None


@dataclass(frozen=True)
class Recovery:
    """A tax that a buyer in business in a state may credit."""

    state: str
    kinds: tuple[str, ...]
    valid_from: date
    text: Mapping[str, str]
    source: Source | None


@dataclass(frozen=True, eq=False)
class References:
    """What plans refer to. Make one with :func:`load_references`, or of other parts for a test."""

    atlas: Atlas
    network: Network
    book: Book
    rates: Rates
    shelf_lives: tuple[ShelfLife, ...]
    handlings: tuple[Handling, ...]
    recoveries: tuple[Recovery, ...]
    transits: tuple[tuple[str, TransitRule], ...]
    incoterms: Mapping[str, tuple[Duty, ...]]

    def shelf_life(self, hs: str) -> ShelfLife | None:
        """How long goods keep, by the longest prefix on file; of several rows for it the shortest life, since it binds."""
        fits = [row for row in self.shelf_lives if hs.startswith(row.commodity)]
        return min(fits, key=lambda row: (-len(row.commodity), row.days_min), default=None)

    def keeps(self, items: Iterable[Item], days: int) -> bool:
        """Whether goods live through so many days, as far as their shortest lives are on file."""
        return all(life is None or days <= life.days_min for life in (self.shelf_life(item.hs) for item in items))

    def handling(self, hs: str) -> tuple[Handling, ...]:
        """What is on file on how goods must be carried."""
        return tuple(row for row in self.handlings if hs.startswith(row.commodity))

    def recovery(self, state: str, day: date) -> Recovery | None:
        """The rule on recovering import taxes that is in force, None where none is on file."""
        fits = [row for row in self.recoveries if row.state == state and row.valid_from <= day]
        return max(fits, key=lambda row: row.valid_from, default=None)

    def transit_rules(self, state: str, day: date, modes: Collection[str]) -> tuple[TransitRule, ...]:
        """The rules of customs transit in a state or its union for goods that enter by these modes."""
        where = self.book.jurisdictions(state, day)
        return tuple(rule for territory, rule in self.transits if territory in where and rule.mode in modes)

    def duties(self, incoterm: str) -> tuple[Duty, ...]:
        """Who does and pays what under an Incoterm."""
        return self.incoterms.get(incoterm, ())

    def inquiry(self, assessment: Assessment, item: Item) -> Inquiry:
        """The question that an assessment put to the book for an item."""
        return Inquiry(self.book, assessment.jurisdiction, assessment.law, assessment.on, item, DayAndMode(assessment.on))


def load_references(folder: Path | None = None) -> References:
    """What the package ships, and over it what the installation has imported and published; read again when that changes."""
    folder = folder or data_folder()
    layer, rates, published = imported_measures(folder), imported_rates(folder), published_facts(folder)
    stamps = tuple((str(path), path.stat().st_mtime_ns) for path in (*sorted(layer.rglob("*.*")), rates) if path.is_file())
    return _load(layer, rates, published, stamps)


@lru_cache(maxsize=1)  # an older book is of no use once the installation has a newer one
def _load(layer: Path, rates: Path, published: Path | None, stamps: tuple[tuple[str, int], ...]) -> References:
    """Read everything; ``stamps`` is only the key under which the answer is kept."""
    return read_references(layer, rates, published)


def read_references(layer: Path, rates: Path, published: Path | None) -> References:
    """Read everything anew: what the package ships, a layer of measures and a file of rates over it, and published facts over
    all. :func:`load_references` does so once; this is for facts that are not on file yet, to see what they would do.
    """
    measures = published_measures(published)
    return References(
        atlas=load_atlas(published),
        network=load_network(published),
        book=load_book(layer, *filter(None, (measures,))),
        rates=load_rates(rates, published),
        shelf_lives=tuple(_shelf_life(row) for row in _rows("shelf-life.toml", "shelf_life") if not row.get("variety")),
        handlings=tuple(_handling(row) for row in _rows("shelf-life.toml", "transport")),
        recoveries=tuple(_recovery(row) for row in _rows("recoverable.toml", "recoverable") if row["regime"] == "import"),
        transits=_transits(),
        incoterms=_incoterms(),
    )


def _tables(name: str) -> dict[str, Any]:
    return tomli.loads((files("chorsu") / "data" / "trade" / name).read_text("utf-8"))


def _rows(name: str, table: str) -> list[dict[str, Any]]:
    return list(_tables(name)[table])


def _shelf_life(row: Mapping[str, Any]) -> ShelfLife:
    cold, warm = row["temperature"]["low"], row["temperature"]["high"]
    since, estimated = row["counted_from"], row.get("estimated", False)
    return ShelfLife(row["commodity"], row["days_min"], row["days_max"], cold, warm, since, estimated, Source.of(row["source"]))


def _handling(row: Mapping[str, Any]) -> Handling:
    return Handling(row["commodity"], row["text"], Source.of(row["source"]))


def _recovery(row: Mapping[str, Any]) -> Recovery:
    return Recovery(row["jurisdiction"], (row["kind"],), row["valid_from"], row["text"], Source.of(row["source"]))


def _transits() -> tuple[tuple[str, TransitRule], ...]:
    """The rules of transit with the territory of each."""
    fees = {row["id"]: row for row in _rows("transit.toml", "fee")}
    found = []
    for row in _rows("transit.toml", "transit"):
        security, fee = row["security"], fees.get(row.get("fee", {}).get("measure"))
        rule = TransitRule(row["mode"], row["text"], security["needed"], security.get("text", {}), Source.of(row["source"]))
        if fee is not None:
            rule = replace(rule, fee=fee["expression"], fee_source=Source.of(fee["source"]))
        found.append((row["territory"], rule))
    return tuple(found)


# The duties of a contract of sale in the order in which they fall due.
_DUTIES = {
    "loading": say("Loading at the place of dispatch"),
    "export_clearance": say("Export clearance and its charges"),
    "main_carriage": say("Main carriage"),
    "insurance": say("Insurance"),
    "unloading": say("Unloading at the place named"),
    "import_clearance": say("Import clearance"),
    "import_charges": say("Import duties, taxes and fees"),
}


def _incoterms() -> dict[str, tuple[Duty, ...]]:
    """By Incoterm, its duties and who bears each (seller, buyer, or none where the rule obliges nobody)."""
    tables = _tables("incoterms.toml")
    source = Source.of(tables["source"])
    return {row["code"]: tuple(Duty(words, row[name], source) for name, words in _DUTIES.items()) for row in tables["incoterm"]}


def example() -> dict[str, Any]:
    """The first consignment that Chorsu answered: apples from Jiaozhou to Almaty."""
    document: dict[str, Any] = json.loads((files("chorsu") / "data" / "trade" / "example.json").read_text("utf-8"))
    return document
