"""Files to a book: TOML, CSV and Parquet, layer over layer.

What the package ships and an installation has imported was read whole before it got there, so that the rows of its tables may
wait until they are asked for; a folder that somebody names is read whole, with every fault.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import tomli

from chorsu.facts import Fault, Faulty
from chorsu.geography import read_groups
from chorsu.geography.model import Group
from chorsu.measures.book import Book
from chorsu.measures.model import Chain, Measure
from chorsu.measures.quota import Quota, read_quota
from chorsu.measures.rows import Row, read_chain, read_measure, spread
from chorsu.measures.shelf import Shelf, Unread, unread
from chorsu.text import say

MOST_BYTES = 300_000_000
SUFFIXES = (".toml", ".csv", ".parquet")


class _Gathered:
    """What has been read so far; a later layer's measure, group, chain or quota goes before an earlier one of the same name."""

    def __init__(self, *, waiting: bool = False) -> None:
        self.measures: dict[tuple[int, str], Measure | Unread] = {}
        self.groups: dict[str, Group] = {}
        self.chains: dict[str, Chain] = {}
        self.quotas: dict[tuple[str, date], Quota] = {}
        self.digest = hashlib.sha256()
        self.faults: list[Fault] = []
        self.waiting = waiting  # whether the rows of CSV files may wait until they are asked for


def read_book(*layers: Path) -> Book:
    """Read every .toml, .csv and .parquet under the folders, the later folder before the earlier where both have the same id.

    Raises Faulty with every fault as ``file: measure[3].expression``.
    """
    gathered = _Gathered()
    for layer in layers:
        if not layer.is_dir():
            gathered.faults.append(Fault(str(layer), say("This is not a folder."), say("a folder with measures")))
            continue
        paths = sorted(path for path in layer.rglob("*") if path.suffix in SUFFIXES and path.is_file())
        _read_layer(layer, paths, gathered)
    return _book(gathered)


def load_book(imported: Path | None = None) -> Book:
    """The measures that the package ships, and over them those that the installation has imported (a folder, if it is there)."""
    with as_file(files("chorsu") / "data") as data:
        gathered = _Gathered(waiting=True)
        shipped = [data / "geography" / "groups.toml", *sorted((data / "measures").rglob("*"))]
        _read_layer(data, [path for path in shipped if path.suffix in SUFFIXES], gathered)
    if imported is not None and imported.is_dir():
        _read_layer(imported, sorted(path for path in imported.rglob("*") if path.suffix in SUFFIXES), gathered)
    return _book(gathered)


def _book(gathered: _Gathered) -> Book:
    if gathered.faults:
        raise Faulty(tuple(gathered.faults))
    measures = Shelf(gathered.measures.values())
    days = {measure.checked_on for measure in gathered.measures.values()}
    known_on = max(filter(None, days), default=None)
    chains = tuple(gathered.chains.values())
    quotas: dict[str, tuple[Quota, ...]] = {}
    for (name, _), quota in sorted(gathered.quotas.items()):
        quotas[name] = (*quotas.get(name, ()), quota)
    return Book(measures, gathered.groups, chains, gathered.digest.hexdigest(), known_on, quotas)


def _read_layer(layer: Path, paths: Iterable[Path], gathered: _Gathered) -> None:
    """Read the files of one layer. Within a layer two rows of one id both stay: ``measures check`` reports them."""
    found: dict[str, list[Measure | Unread]] = {}
    for path in paths:
        where = path.relative_to(layer).as_posix()
        if path.stat().st_size > MOST_BYTES:
            gathered.faults.append(Fault(where, say("The file has more than {most} bytes.", most=MOST_BYTES)))
            continue
        raw = path.read_bytes()
        gathered.digest.update(where.encode() + b"\0" + hashlib.sha256(raw).digest())
        for measure in _READERS[path.suffix](path, raw, where, gathered):
            found.setdefault(measure.id, []).append(measure)
    gathered.measures = {key: measure for key, measure in gathered.measures.items() if key[1] not in found}
    for name, measures in found.items():
        for number, measure in enumerate(measures):
            gathered.measures[number, name] = measure


def _read_toml(path: Path, raw: bytes, where: str, gathered: _Gathered) -> list[Measure | Unread]:
    try:
        tables = tomli.loads(raw.decode("utf-8"), parse_float=Decimal)
    except (tomli.TOMLDecodeError, UnicodeDecodeError, RecursionError) as mistake:
        gathered.faults.append(Fault(where, say("This is not TOML: {mistake}", mistake=mistake)))
        return []
    groups = _tables(tables, "group", where, gathered.faults)
    try:
        gathered.groups.update({group.name: group for group in read_groups(groups)})
    except Faulty as mistake:
        gathered.faults += [Fault(f"{where}: {fault.path}", fault.message, fault.expected) for fault in mistake.faults]
    for index, row in enumerate(_tables(tables, "chain", where, gathered.faults)):
        chain = read_chain(row, f"{where}: chain[{index}]", gathered.faults)
        if chain is not None:
            gathered.chains[chain.id] = chain
    for index, row in enumerate(_tables(tables, "quota", where, gathered.faults)):
        quota = read_quota(row, f"{where}: quota[{index}]", gathered.faults)
        if quota is not None:
            gathered.quotas[quota.name, quota.valid_from] = quota
    rows = enumerate(_tables(tables, "measure", where, gathered.faults))
    return _measures(((f"{where}: measure[{index}]", each) for index, row in rows for each in spread(row)), gathered)


def _tables(tables: Mapping[str, Any], name: str, where: str, faults: list[Fault]) -> Sequence[Mapping[str, Any]]:
    rows = tables.get(name, [])
    if isinstance(rows, list) and all(isinstance(row, Mapping) for row in rows):
        return rows
    faults.append(Fault(f"{where}: {name}", say("This is not a list of tables."), say("tables headed [[{name}]]", name=name)))
    return []


def _read_csv(path: Path, raw: bytes, where: str, gathered: _Gathered) -> list[Measure | Unread]:
    try:
        lines = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
        names = next(lines, [])
        if {"from", "to", "rate"} <= set(names):
            return []  # exchange rates may lie beside the measures; they are not measures
        rows = {number: cells for number, cells in enumerate(lines, 2) if cells}
    except (UnicodeDecodeError, csv.Error) as mistake:
        gathered.faults.append(Fault(where, say("This is not CSV in UTF-8: {mistake}", mistake=mistake)))
        return []
    for number, cells in list(rows.items()):
        if len(cells) > len(names):
            said = say("{cells} cells stand under {columns} columns.", cells=len(rows.pop(number)), columns=len(names))
            gathered.faults.append(Fault(f"{where}: row {number}", said, say("quotation marks around a text that has a comma")))
    waiting = unread(where, names, rows)
    return list(waiting) if gathered.waiting else _measures(((row.place, row.row) for row in waiting), gathered)


def _read_parquet(path: Path, raw: bytes, where: str, gathered: _Gathered) -> list[Measure | Unread]:
    import duckdb  # a second of import that only books with Parquet files need

    try:
        with duckdb.connect() as connection:
            table = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
            names = [column[0] for column in table.description or ()]
            rows = [{n: v for n, v in zip(names, row, strict=True) if v is not None} for row in table.fetchall()]
    except duckdb.Error as mistake:
        gathered.faults.append(Fault(where, say("This is not a Parquet file: {mistake}", mistake=mistake)))
        return []
    return _measures(((f"{where}: measure[{number}]", row) for number, row in enumerate(rows)), gathered)


def _measures(rows: Iterable[tuple[str, Row]], gathered: _Gathered) -> list[Measure | Unread]:
    """Read rows to measures; each comes with its place as a person counts it."""
    found = (read_measure(row, place, gathered.faults) for place, row in rows)
    return [measure for measure in found if measure is not None]


_READERS: dict[str, Callable[[Path, bytes, str, _Gathered], list[Measure | Unread]]] = {
    ".toml": _read_toml,
    ".csv": _read_csv,
    ".parquet": _read_parquet,
}
