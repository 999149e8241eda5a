"""The datasets of the desk: how a row of each is read and looked at, by what key it is known, where the rows on file are."""

import csv
import io
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import tomli

from chorsu.assessment.exchange import Row as RateRow
from chorsu.assessment.exchange import parse_rates
from chorsu.desks.reference.models import Dataset
from chorsu.desks.reference.tables import plain_row, toml
from chorsu.facts import Fault, Faulty, plain
from chorsu.geography.check import check_place
from chorsu.geography.load import place_rows
from chorsu.measures import Measure
from chorsu.measures.model import REQUIREMENT_KINDS
from chorsu.measures.rows import read_measure
from chorsu.planning import References
from chorsu.routing.load import PUBLISHED, network_tables
from chorsu.routing.rows import check_crossing, check_service

Row = Mapping[str, Any]
RATE_COLUMNS = ("from", "to", "rate", "on", "source", "authority", "official")
PLACE_COLUMNS = (
    "code", "kind", "state", "name_en", "name_zh", "name_ru", "latitude", "longitude", "time_zone", "source_title",
    "source_address", "licence", "names_source", "iata", "checked_on",
)  # fmt: skip
MOST_KEY = 300


def family_of(dataset: str) -> str:
    """What a dataset is kept with: requirements are measures."""
    return Dataset.MEASURE if dataset == Dataset.REQUIREMENT else dataset


def dataset_of(family: str, row: Row) -> str:
    """The dataset in which a row of a family is shown."""
    return Dataset.REQUIREMENT if family == Dataset.MEASURE and row.get("kind") in REQUIREMENT_KINDS else family


def read_row(dataset: str, row: Row, network=None) -> tuple[dict[str, Any], str, tuple[Fault, ...]]:
    """A row as it is kept, its key, and what is wrong in it by the name of the field. ``network``: of which services pass."""
    return _READERS[family_of(dataset)](row, network)


def _measure(row: Row, _network) -> tuple[dict, str, tuple[Fault, ...]]:
    faults: list[Fault] = []
    measure = read_measure(row, "", faults)
    found = tuple(Fault(fault.path.lstrip("."), fault.message, fault.expected) for fault in faults)
    return (measure_row(measure) if measure else dict(row)), (measure.id if measure else str(row.get("id") or "")), found


def measure_row(measure: Measure) -> dict[str, Any]:
    """A measure as the row that it is kept in; empty fields are left out."""
    row = {
        "id": measure.id,
        "jurisdiction": measure.jurisdiction,
        "kind": measure.kind,
        "commodity": measure.commodity,
        "origin": measure.origin,
        "scheme": measure.scheme,
        "regime": measure.regime,
        "expression": str(measure.expression or ""),
        "valid_from": measure.valid_from.isoformat(),
        "valid_to": measure.valid_to.isoformat() if measure.valid_to else "",
        "conditions": list(map(str, measure.conditions)),
        "replaces": list(measure.replaces),
        "per": measure.per if measure.per != "item" else "",
        "of": list(measure.of),
        "as": measure.as_,
        "text": dict(measure.text),
        "source": measure.source.to_json() if measure.source else {},
        **{name: plain_row(value) for name, value in measure.extra.items()},
    }
    return {name: value for name, value in row.items() if value not in ("", [], {}, None)}


def _rate(row: Row, _network) -> tuple[dict, str, tuple[Fault, ...]]:
    kept = {name: str(row.get(name) if row.get(name) is not None else "").strip() for name in RATE_COLUMNS}
    kept["official"] = "false" if kept["official"].lower() in ("false", "no", "0") else "true"
    text = io.StringIO()
    writer = csv.DictWriter(text, RATE_COLUMNS)
    writer.writeheader()
    writer.writerow(kept)
    try:
        (read,) = parse_rates(text.getvalue().encode()).rows
    except Faulty as faulty:
        return kept, "", tuple(Fault(each.path.rpartition(".")[2], each.message, each.expected) for each in faulty.faults)
    return rate_row(read), rate_key(read), ()


def rate_row(rate: RateRow) -> dict[str, Any]:
    """A rate as the row that it is kept in."""
    row = {"from": rate.base, "to": rate.quote, "rate": plain(rate.rate), "on": rate.on.isoformat(), "source": rate.source}
    return {**row, "authority": rate.authority, "official": rate.official}


def rate_key(rate: RateRow) -> str:
    """What a rate is known by: the pair, the day and who publishes it."""
    return "-".join(filter(None, rate.key))


def _place(row: Row, _network) -> tuple[dict, str, tuple[Fault, ...]]:
    kept = {name: str(row.get(name) or "").strip() for name in PLACE_COLUMNS}
    kept = {name: value for name, value in kept.items() if value}
    return kept, kept.get("code", ""), check_place(kept)


def _service(row: Row, network) -> tuple[dict, str, tuple[Fault, ...]]:
    kept = plain_row(row)
    return kept, str(kept.get("id", "")), check_service(in_toml("service", kept), network.crossings if network else {})


def _crossing(row: Row, _network) -> tuple[dict, str, tuple[Fault, ...]]:
    kept = plain_row(row)
    return kept, str(kept.get("id", "")), check_crossing(in_toml("crossing", kept))


def in_toml(name: str, row: Row) -> dict[str, Any]:
    """A row as the engines read it from a file: its days are days."""
    return tomli.loads(toml({name: [row]})).get(name, [{}])[0]


_READERS = {
    Dataset.MEASURE: _measure,
    Dataset.RATE: _rate,
    Dataset.PLACE: _place,
    Dataset.SERVICE: _service,
    Dataset.CROSSING: _crossing,
}


def row_on_file(references: References, dataset: str, key: str, published: Path | None) -> dict[str, Any] | None:
    """The row of a fact that these references have; None where there is none of that key."""
    family = family_of(dataset)
    if family == Dataset.MEASURE:
        measure = references.book.named(key)
        return measure_row(measure) if measure else None
    if family == Dataset.RATE:
        rate = rates_by_key(references.rates).get(key)
        return rate_row(rate) if rate else None
    rows = places_on_file(published) if family == Dataset.PLACE else ways_on_file(published)[family]
    return dict(rows[key]) if key in rows else None


@lru_cache(maxsize=2)
def rates_by_key(rates) -> Mapping[str, RateRow]:
    """The rates of a table by their keys; of two rows of one key the later counts."""
    return {rate_key(row): row for row in rates.rows}


@lru_cache(maxsize=2)
def places_on_file(published: Path | None) -> Mapping[str, Row]:
    """The rows of places by code."""
    return {code: {name: value for name, value in row.items() if value} for code, row in place_rows(published).items()}


@lru_cache(maxsize=2)
def ways_on_file(published: Path | None) -> Mapping[str, Mapping[str, Row]]:
    """The rows of services and of crossings by id."""
    tables = network_tables(published).values()
    return {kind: {row["id"]: plain_row(row) for table in tables for row in table.get(kind, [])} for kind in PUBLISHED}


@cache
def columns_of(dataset: str) -> tuple[str, ...]:
    """The columns in which a dataset is taken along as a table; what lies deeper goes as TOML only."""
    from chorsu.measures.rows import COLUMNS

    if family_of(dataset) == Dataset.MEASURE:
        return tuple(name for name in COLUMNS if name not in ("text", "source")) + (
            ("paper", "issued_by") if dataset == Dataset.REQUIREMENT else ()
        )
    if dataset == Dataset.RATE:
        return RATE_COLUMNS
    if dataset == Dataset.PLACE:
        return PLACE_COLUMNS
    return (
        "id",
        "name_en",
        "name_zh",
        "name_ru",
        "mode",
        "from",
        "to",
        "status",
        "valid_from",
        "valid_to",
        "source_title",
        "source_address",
        "checked_on",
    )


def flat(row: Row, columns: Iterable[str]) -> list[str]:
    """A row as the cells of a table with these columns: lists parted by semicolons, words and source in columns of their own."""
    source = row.get("source") if isinstance(row.get("source"), Mapping) else {}
    spread = {
        **row,
        **{f"text_{language}": words for language, words in (row.get("text") or {}).items()},
        **{f"name_{language}": words for language, words in (row.get("names") or {}).items()},
        **(
            {"source_title": source.get("title"), "source_address": source.get("address"), "checked_on": source.get("checked_on")}
            if source
            else {}
        ),
    }
    return [_cell(spread.get(name)) for name in columns]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "; ".join(map(str, value)) if all(isinstance(each, str | int) for each in value) else ""
    return "" if isinstance(value, Mapping) else str(value)
