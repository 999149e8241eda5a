"""Files to a book: TOML, CSV and Parquet, layer over layer.

What the package ships and an installation has imported was read whole before it got there, so that the rows of its tables may
wait until they are asked for; a folder that somebody names is read whole, with every fault.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import tomli

from chorsu.facts import Fault, Faulty
from chorsu.geography import read_groups
from chorsu.geography.model import Group
from chorsu.measures.book import Book
from chorsu.measures.model import Chain, Measure
from chorsu.measures.quota import Quota, read_quota
from chorsu.measures.rows import Row, id_of, read_chain, read_measure, spread
from chorsu.measures.shelf import Shelf, Unread, unread
from chorsu.measures.spelling import misspelt, misspelt_names
from chorsu.text import say

MOST_BYTES = 300_000_000
SUFFIXES = (".toml", ".csv", ".parquet")


@dataclass(frozen=True)
class Reading:
    """All that files hold. ``book`` is what could be read; ``faults`` say what could not; ``slips`` what was read otherwise
    than it was probably meant: a name given twice, a misspelt field. ``lost`` names what is in the files and not in the book, and
    ``lost_charges`` the regime and kind of each charge of a chain that is lost, so that nothing else is said to miss them.
    ``places`` say where the measures of an id stand.
    """

    book: Book
    faults: tuple[Fault, ...] = ()
    slips: tuple[Fault, ...] = ()
    lost: frozenset[str] = frozenset()
    lost_charges: frozenset[tuple[str, str]] = frozenset()
    places: Mapping[str, Sequence[str]] = field(default_factory=dict)


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
        self.slips: list[Fault] = []
        self.lost: set[str] = set()
        self.lost_charges: set[tuple[str, str]] = set()
        self.places: dict[str, list[str]] = {}
        self.removed: set[str] = set()  # the measures of earlier layers that the layer being read takes off the file
        self.named: dict[tuple[str, str], str] = {}  # those of the layer that is being read, and their files

    def name(self, table: str, name: str, where: str) -> None:
        """Keep that a layer has a group, chain or period of this name; of two the later one alone is read, and that is a slip."""
        if (table, name) in self.named:
            said = say(
                "{name} stands in {file} too; of the two only the later one is read.", name=name, file=self.named[table, name]
            )
            self.slips.append(Fault(f"{where}: {table}.{name}", said, say("a name of its own for each")))
        self.named[table, name] = where

    def copy(self) -> _Gathered:
        """The same, for further layers to be read into."""
        made = _Gathered(waiting=self.waiting)
        made.__dict__ |= {name: value.copy() for name, value in vars(self).items() if name != "waiting"}
        made.places = {name: [*places] for name, places in self.places.items()}
        return made


def read_book(*layers: Path) -> Book:
    """Read every .toml, .csv and .parquet under the folders, the later folder before the earlier where both have the same id.

    Raises Faulty with every fault as ``file: measure[3].expression``.
    """
    return _book(_gather(layers))


def load_book(*layers: Path) -> Book:
    """The measures that the package ships, and over them those of an installation's layers (folders, if they are there)."""
    return _book(_gather_on_file(layers, waiting=True))


def read_all(*layers: Path) -> Reading:
    """Read folders as :func:`read_book` does, and give what can be read with all that is wrong. Raises nothing."""
    return _reading(_gather(layers))


def read_all_on_file(*layers: Path) -> Reading:
    """Read what :func:`load_book` does, every row of it, and give what can be read with all that is wrong. Raises nothing."""
    return _reading(_gather_on_file(layers, waiting=False))


def _gather(layers: Iterable[Path]) -> _Gathered:
    gathered = _Gathered()
    for layer in layers:
        if not layer.is_dir():
            gathered.faults.append(Fault(str(layer), say("This is not a folder."), say("a folder with measures")))
            continue
        _read_layer(layer, layer.rglob("*"), gathered)
    return gathered


def _gather_on_file(layers: Iterable[Path], *, waiting: bool) -> _Gathered:
    gathered = _shipped(files("chorsu"), waiting).copy()  # type: ignore[arg-type]  # a folder is hashable
    for layer in layers:
        if layer.is_dir():
            _read_layer(layer, layer.rglob("*"), gathered)
    return gathered


@lru_cache(maxsize=2)
def _shipped(package: Traversable, waiting: bool) -> _Gathered:
    """What the package ships, read once in a process: it does not change while a program runs, and reading it takes a second."""
    gathered = _Gathered(waiting=waiting)
    with as_file(package / "data") as data:
        _read_layer(data, [data / "geography" / "groups.toml", *sorted((data / "measures").rglob("*"))], gathered)
    return gathered


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


def _reading(gathered: _Gathered) -> Reading:
    faults, gathered.faults = tuple(gathered.faults), []
    lost, charges = frozenset(gathered.lost), frozenset(gathered.lost_charges)
    return Reading(_book(gathered), faults, tuple(gathered.slips), lost, charges, gathered.places)


def _read_layer(layer: Path, paths: Iterable[Path], gathered: _Gathered) -> None:
    """Read the files of one layer. Within a layer two rows of one id both stay: ``measures check`` reports them."""
    found: dict[str, list[Measure | Unread]] = {}
    gathered.named, gathered.removed = {}, set()
    for path in sorted(path for path in paths if path.suffix.lower() in SUFFIXES and path.is_file()):
        where = path.relative_to(layer).as_posix()
        if path.suffix not in SUFFIXES:
            gathered.slips.append(
                Fault(where, say("The file is not read."), say("one of {choices}", choices=", ".join(SUFFIXES)))
            )
            continue
        if path.stat().st_size > MOST_BYTES:
            gathered.faults.append(Fault(where, say("The file has more than {most} bytes.", most=MOST_BYTES)))
            continue
        raw = path.read_bytes()
        gathered.digest.update(where.encode() + b"\0" + hashlib.sha256(raw).digest())
        for measure in _READERS[path.suffix](path, raw, where, gathered):
            found.setdefault(measure.id, []).append(measure)
    gone = found.keys() | gathered.removed
    gathered.measures = {key: measure for key, measure in gathered.measures.items() if key[1] not in gone}
    for name, measures in found.items():
        for number, measure in enumerate(measures):
            gathered.measures[number, name] = measure


def _read_toml(path: Path, raw: bytes, where: str, gathered: _Gathered) -> list[Measure | Unread]:
    try:
        tables = tomli.loads(raw.decode("utf-8"), parse_float=Decimal)
    except (tomli.TOMLDecodeError, UnicodeDecodeError, RecursionError) as mistake:
        gathered.faults.append(Fault(where, say("This is not TOML: {mistake}", mistake=mistake)))
        return []
    if not gathered.waiting:  # what the package ships was looked at before
        gathered.slips += misspelt_names("", tables, where)
    for name in ("group", "chain", "measure", "quota", "removed"):
        for index, row in enumerate(_tables(tables, name, where, gathered.faults)):
            if not gathered.waiting:
                gathered.slips += misspelt(name, row, f"{where}: {name}[{index}]")
    _read_groups(_tables(tables, "group", where, []), where, gathered)
    for index, row in enumerate(_tables(tables, "chain", where, [])):
        chain = read_chain(row, f"{where}: chain[{index}]", gathered.faults)
        if chain is None:
            gathered.lost_charges |= _charges(row)
            continue
        gathered.name("chain", chain.id, where)
        gathered.chains[chain.id] = chain
    for index, row in enumerate(_tables(tables, "quota", where, [])):
        quota = read_quota(row, f"{where}: quota[{index}]", gathered.faults)
        if quota is None:
            gathered.lost.add(str(row.get("name")))
            continue
        gathered.name("quota", f"{quota.name} {quota.valid_from}", where)
        gathered.quotas[quota.name, quota.valid_from] = quota
    gathered.removed |= {str(row.get("id")) for row in _tables(tables, "removed", where, [])}
    rows = enumerate(_tables(tables, "measure", where, []))
    return _measures(((f"{where}: measure[{index}]", each) for index, row in rows for each in spread(row)), gathered)


def _read_groups(rows: Sequence[Mapping[str, Any]], where: str, gathered: _Gathered) -> None:
    try:
        found = read_groups(rows)
    except Faulty as mistake:
        gathered.faults += [Fault(f"{where}: {fault.path}", fault.message, fault.expected) for fault in mistake.faults]
        gathered.lost |= {str(row.get("name")) for row in rows}
        found = tuple(group for row in rows for group in _readable(row))
    for group in found:
        gathered.name("group", group.name, where)
        gathered.groups[group.name] = group


def _readable(row: Mapping[str, Any]) -> Sequence[Group]:
    """The group of one table, beside others that cannot be read."""
    try:
        return read_groups([row])
    except Faulty:
        return ()


def _charges(row: Mapping[str, Any]) -> set[tuple[str, str]]:
    """The regime and kinds that a chain's table names, as far as it can be read."""
    charges = row.get("charge")
    rows = charges if isinstance(charges, list) else []
    return {(str(row.get("regime") or "import"), str(each.get("kind"))) for each in rows if isinstance(each, Mapping)}


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
    if not gathered.waiting:
        gathered.slips += misspelt_names("measure", names, f"{where}: row 1")
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
    gathered.slips += misspelt_names("measure", names, where)
    return _measures(((f"{where}: measure[{number}]", row) for number, row in enumerate(rows)), gathered)


def _measures(rows: Iterable[tuple[str, Row]], gathered: _Gathered) -> list[Measure | Unread]:
    """Read rows to measures; each comes with its place as a person counts it."""
    found: list[Measure | Unread] = []
    for place, row in rows:
        measure = read_measure(row, place, gathered.faults)
        if measure is None:
            gathered.lost.add(id_of(row))
            continue
        gathered.places.setdefault(measure.id, []).append(place)
        found.append(measure)
    return found


_READERS: dict[str, Callable[[Path, bytes, str, _Gathered], list[Measure | Unread]]] = {
    ".toml": _read_toml,
    ".csv": _read_csv,
    ".parquet": _read_parquet,
}
