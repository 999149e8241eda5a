"""Data in: states, groups and places from the package, and groups from anyone's tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

import tomli

from chorsu.facts import Faulty, Source
from chorsu.geography.find import keys_of
from chorsu.geography.model import Atlas, Group, Member, Name, Place, State
from chorsu.reading import Reader
from chorsu.text import LANGUAGES, say

KINDS = ("city", "seaport", "airport", "dry_port", "rail_terminal", "border_station", "border_road")
_DATA = files("chorsu") / "data" / "geography"


@lru_cache(maxsize=3)  # the package's, the published one, and one that is only looked at
def load_atlas(published: Path | None = None) -> Atlas:
    """The atlas that the package ships: states, groups, places and the index of their names. Read once.

    ``published`` is a folder of facts that never changes; its ``places.toml`` has places that stand over those of the package
    (``[[place]]``, with the columns of the package's table) and the codes of those that it takes off (``[[removed]]``).
    """
    states = {row["code"]: _state(row) for row in tomli.loads(_text("states.toml"))["state"]}
    groups = {group.name: group for group in read_groups(tomli.loads(_text("groups.toml"))["group"])}
    places = {code: _place(row) for code, row in place_rows(published).items()}
    return Atlas(
        states=MappingProxyType(states),
        groups=MappingProxyType(groups),
        places=MappingProxyType(places),
        names=tuple(_names(places, csv.DictReader(io.StringIO(_text("aliases.csv"))))),
    )


def place_rows(published: Path | None = None) -> dict[str, Mapping[str, str]]:
    """The rows of places on file by code, as the package's table has them, and over them those that were published."""
    rows: dict[str, Mapping[str, str]] = {row["code"]: row for row in csv.DictReader(io.StringIO(_text("places.csv")))}
    path = published / "places.toml" if published else None
    if path is not None and path.is_file():
        tables = tomli.loads(path.read_text("utf-8"))
        rows |= {row["code"]: {name: str(value) for name, value in row.items()} for row in tables.get("place", [])}
        for row in tables.get("removed", []):
            rows.pop(row["id"], None)
    return rows


def read_groups(rows: Iterable[Any], path: str = "group") -> tuple[Group, ...]:
    """Read groups of states from parsed ``[[group]]`` tables (CONTRACTS, Measures).

    Raises Faulty with every fault and its path (``group[0].members[1].state``): a name twice, a member without a state
    or a first day, a membership that ends before it begins.
    """
    whole = Reader({path: list(rows)})
    groups: dict[str, Group] = {}
    for reader in whole.children(path):
        group = _group(reader)
        if group.name in groups:
            reader.fault("name", say("{value} stands twice.", value=group.name))
        groups[group.name] = group
    if whole.faults:
        raise Faulty(tuple(whole.faults))
    return tuple(groups.values())


def _group(reader: Reader) -> Group:
    name = reader.text("name", required=True, expected=say("the name of the group, for example EAEU"))
    names = reader.data.get("names")
    source = reader.data.get("source")
    if isinstance(source, Mapping) and source.get("title"):
        source = {**source, "checked_on": reader.child("source").day("checked_on")}
    return Group(
        name=name,
        members=tuple(_member(child) for child in reader.children("members", required=True)),
        source=Source.of(source if isinstance(source, Mapping) else None),
        names=dict(names) if isinstance(names, Mapping) else None,
    )


def _member(reader: Reader) -> Member:
    state = reader.country("state", required=True)
    first, last = reader.day("valid_from", required=True), reader.day("valid_to")
    if first and last and last < first:
        reader.fault("valid_to", say("The last day is before the first."))
    return Member(state, first or date.min, last)


def _state(row: Mapping[str, Any]) -> State:
    fields = ("code", "names", "currency", "gauge_mm", "time_zone")
    return State(**{name: row[name] for name in fields}, source=Source.of(row["source"]))


def _place(row: Mapping[str, str]) -> Place:
    source = {"title": row["source_title"], "address": row.get("source_address", ""), "checked_on": row["checked_on"]}
    return Place(
        code=row["code"],
        kind=row["kind"],
        state=row["state"],
        names=MappingProxyType({language: row[f"name_{language}"] for language in LANGUAGES}),
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        time_zone=row["time_zone"],
        source=Source.of({**source, "also": row.get("licence", "")}),
    )


def _names(places: Mapping[str, Place], aliases: Iterable[Mapping[str, str]]) -> Iterable[Name]:
    for place in places.values():
        for language, written in place.names.items():
            for key in keys_of(written):
                yield Name(place, language, written, key)
    for row in aliases:
        if row["place"] not in places:
            continue
        for key in keys_of(row["name"]):
            yield Name(places[row["place"]], row["language"], row["name"], key)


def _text(name: str) -> str:
    return (_DATA / name).read_text("utf-8")
