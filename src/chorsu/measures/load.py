"""Files to a book: TOML, CSV and Parquet, layer over layer."""

from __future__ import annotations

import csv
import hashlib
import io
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from chorsu.facts import Fault, Faulty
from chorsu.geography import read_groups
from chorsu.geography.model import Group
from chorsu.measures.model import Book, Chain, Measure
from chorsu.measures.rows import read_chain, read_measure, spread
from chorsu.text import say

MOST_BYTES = 300_000_000
SUFFIXES = (".toml", ".csv", ".parquet")


class _Gathered:
    """What has been read so far; a later layer's measure, group or chain takes the place of an earlier one of the same name."""

    def __init__(self) -> None:
        self.measures: dict[tuple[int, str], Measure] = {}
        self.groups: dict[str, Group] = {}
        self.chains: dict[str, Chain] = {}
        self.digest = hashlib.sha256()
        self.faults: list[Fault] = []


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
        gathered = _Gathered()
        shipped = [data / "geography" / "groups.toml", *sorted((data / "measures").rglob("*"))]
        _read_layer(data, [path for path in shipped if path.suffix in SUFFIXES], gathered)
    if imported is not None and imported.is_dir():
        _read_layer(imported, sorted(path for path in imported.rglob("*") if path.suffix in SUFFIXES), gathered)
    return _book(gathered)


def _book(gathered: _Gathered) -> Book:
    if gathered.faults:
        raise Faulty(tuple(gathered.faults))
    measures = tuple(gathered.measures.values())
    checked = [m.source.checked_on for m in measures if m.source and m.source.checked_on]
    known_on: date | None = max(checked, default=None)
    chains = tuple(gathered.chains.values())
    return Book(measures, gathered.groups, chains, gathered.digest.hexdigest(), known_on)


def _read_layer(layer: Path, paths: Iterable[Path], gathered: _Gathered) -> None:
    """Read the files of one layer. Within a layer two rows of one id both stay: ``measures check`` reports them."""
    found: dict[str, list[Measure]] = {}
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


def _read_toml(path: Path, raw: bytes, where: str, gathered: _Gathered) -> list[Measure]:
    try:
        tables = tomllib.loads(raw.decode("utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as mistake:
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
    return [
        measure
        for index, row in enumerate(_tables(tables, "measure", where, gathered.faults))
        for each in spread(row)
        if (measure := read_measure(each, f"{where}: measure[{index}]", gathered.faults)) is not None
    ]


def _tables(tables: Mapping[str, Any], name: str, where: str, faults: list[Fault]) -> Sequence[Mapping[str, Any]]:
    rows = tables.get(name, [])
    if isinstance(rows, list) and all(isinstance(row, Mapping) for row in rows):
        return rows
    faults.append(Fault(f"{where}: {name}", say("This is not a list of tables."), say("tables headed [[{name}]]", name=name)))
    return []


def _read_csv(path: Path, raw: bytes, where: str, gathered: _Gathered) -> list[Measure]:
    try:
        rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error) as mistake:
        gathered.faults.append(Fault(where, say("This is not CSV in UTF-8: {mistake}", mistake=mistake)))
        return []
    if rows and {"from", "to", "rate"} <= rows[0].keys():
        return []  # exchange rates may lie beside the measures; they are not measures
    return _measures(rows, where, gathered, 2)


def _read_parquet(path: Path, raw: bytes, where: str, gathered: _Gathered) -> list[Measure]:
    import duckdb  # a second of import that only books with Parquet files need

    try:
        with duckdb.connect() as connection:
            table = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
            names = [column[0] for column in table.description or ()]
            rows = [{n: v for n, v in zip(names, row, strict=True) if v is not None} for row in table.fetchall()]
    except duckdb.Error as mistake:
        gathered.faults.append(Fault(where, say("This is not a Parquet file: {mistake}", mistake=mistake)))
        return []
    return _measures(rows, where, gathered, 0)


def _measures(rows: Iterable[Mapping[str, Any]], where: str, gathered: _Gathered, first: int) -> list[Measure]:
    """Read rows to measures; ``first`` is the number of the first row as a person counts it (2 under the head of a CSV)."""
    form = f"{where}: row {{}}" if first else f"{where}: measure[{{}}]"
    found = [read_measure(row, form.format(number), gathered.faults) for number, row in enumerate(rows, first)]
    return [measure for measure in found if measure is not None]


_READERS: dict[str, Callable[[Path, bytes, str, _Gathered], list[Measure]]] = {
    ".toml": _read_toml,
    ".csv": _read_csv,
    ".parquet": _read_parquet,
}
