"""Measures by jurisdiction and code prefix; a row of a table is read when it is first asked for.

A plan asks for a few hundred of the tens of thousands of rows on file, and to read a row costs many times what it costs to
keep its place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import repeat
from typing import NamedTuple, overload

from chorsu.facts import Fault, Faulty
from chorsu.measures.model import Measure, prefix_of
from chorsu.measures.rows import Row, day_of, id_of, read_measure


class Sketch(NamedTuple):
    """What of a measure says when and on what figures it may count, as its file writes it: cheap, for a row need not be read."""

    kind: str
    regime: str
    valid_from: date
    valid_to: date | None
    conditions: tuple[str, ...]
    expression: str


class Outline(NamedTuple):
    """What a list of measures shows of one, as its file writes it; ``number`` is its place on the shelf."""

    number: int
    id: str
    jurisdiction: str
    kind: str
    commodity: str
    origin: str
    scheme: str
    regime: str
    expression: str
    valid_from: str
    valid_to: str
    conditions: str
    source: str


class Unread(NamedTuple):
    """A row of a table that nobody has asked for yet, with what it is found by."""

    id: str
    jurisdiction: str
    prefix: str
    checked_on: date | None
    file: str
    line: int
    columns: Sequence[str]
    cells: Sequence[str]

    @property
    def place(self) -> str:
        """The place as a fault names it; the head is line 1."""
        return f"{self.file}: row {self.line}"

    @property
    def row(self) -> Row:
        """The cells by column."""
        return dict(zip(self.columns, self.cells, strict=True))

    def read(self) -> Measure:
        """The measure. Raises Faulty with every fault of the row."""
        faults: list[Fault] = []
        measure = read_measure(self.row, self.place, faults)
        if measure is None:
            raise Faulty(tuple(faults))
        return measure


def unread(file: str, columns: Sequence[str], rows: Mapping[int, Sequence[str]]) -> list[Unread]:
    """The rows of a table, by line, as they wait. A row that is shorter than the head has its last cells empty."""
    full = [(*cells, *[""] * (len(columns) - len(cells))) for cells in rows.values()]
    column = dict(zip(columns, zip(*full, strict=True), strict=False))
    empty = [""] * len(full)
    ids = [
        name or id_of(dict(zip(columns, cells, strict=True))) for name, cells in zip(column.get("id", empty), full, strict=True)
    ]
    prefixes = map(prefix_of, column.get("commodity", empty))
    days = map(day_of, column.get("checked_on", empty))
    found = zip(ids, column.get("jurisdiction", empty), prefixes, days, repeat(file), rows, repeat(columns), full)
    return list(map(Unread._make, found))


class Shelf(Sequence[Measure]):
    """Measures in the order of their files, found by place and by id. Reading a row that is faulty raises Faulty."""

    def __init__(self, entries: Iterable[Measure | Unread]) -> None:
        self._entries = list(entries)
        self._at: dict[tuple[str, str], tuple[Measure, ...]] = {}
        self._sketches: dict[str, tuple[Sketch, ...]] = {}

    def __len__(self) -> int:
        return len(self._entries)

    @overload
    def __getitem__(self, index: int) -> Measure: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Measure]: ...
    def __getitem__(self, index: int | slice) -> Measure | Sequence[Measure]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        entry = self._entries[index]
        if isinstance(entry, Unread):
            entry = self._entries[index] = entry.read()
        return entry

    @cached_property
    def places(self) -> Mapping[tuple[str, str], Sequence[int]]:
        """The numbers of the measures by jurisdiction and code prefix."""
        found: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number, entry in enumerate(self._entries):
            found[entry.jurisdiction, entry.prefix].append(number)
        return dict(found)

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {entry.id: number for number, entry in enumerate(self._entries)}

    def at(self, jurisdiction: str, prefix: str) -> tuple[Measure, ...]:
        """The measures of a jurisdiction for just this code prefix."""
        key = jurisdiction, prefix
        if key not in self._at and key in self.places:
            self._at[key] = tuple(self[number] for number in self.places[key])
        return self._at.get(key, ())

    def of(self, jurisdictions: Collection[str]) -> Iterator[Measure]:
        """The measures of some jurisdictions; no row of another one is read for them."""
        for number, entry in enumerate(self._entries):
            if entry.jurisdiction in jurisdictions:
                yield self[number]

    def sketches(self, jurisdictions: Iterable[str]) -> Iterator[Sketch]:
        """The sketches of the measures of some jurisdictions; kept, since the laws of a union's members share most of them."""
        for jurisdiction in jurisdictions:
            if jurisdiction not in self._sketches:
                self._sketches[jurisdiction] = tuple(map(self._sketch, self._of.get(jurisdiction, ())))
            yield from self._sketches[jurisdiction]

    @cached_property
    def _of(self) -> Mapping[str, Sequence[int]]:
        """The numbers of the measures by jurisdiction."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, entry in enumerate(self._entries):
            found[entry.jurisdiction].append(number)
        return found

    def _sketch(self, number: int) -> Sketch:
        entry = self._entries[number]
        if isinstance(entry, Unread) and (sketch := _sketch(entry.row)):
            return sketch
        row = self[number]
        return Sketch(
            row.kind, row.regime, row.valid_from, row.valid_to, tuple(map(str, row.conditions)), str(row.expression or "")
        )

    def outlines(self) -> Iterator[Outline]:
        """What a list shows of each measure, in the order of the shelf; no row is read for it."""
        for number, entry in enumerate(self._entries):
            yield _outline_unread(number, entry) if isinstance(entry, Unread) else _outline(number, entry)

    def named(self, name: str) -> Measure | None:
        """The measure with this id, the last where several have it; None where none has."""
        number = self._numbers.get(name)
        return None if number is None else self[number]


def _outline(number: int, row: Measure) -> Outline:
    days = row.valid_from.isoformat(), row.valid_to.isoformat() if row.valid_to else ""
    said = str(row.expression) if row.expression else ""
    source = row.source.title if row.source else ""
    conditions = "; ".join(map(str, row.conditions))
    return Outline(
        number,
        row.id,
        row.jurisdiction,
        row.kind,
        row.commodity,
        row.origin,
        row.scheme,
        row.regime,
        said,
        *days,
        conditions,
        source,
    )


def _outline_unread(number: int, entry: Unread) -> Outline:
    row = entry.row.get
    return Outline(
        number, entry.id, entry.jurisdiction, row("kind") or "", row("commodity") or "", row("origin") or "*",
        row("scheme") or "", row("regime") or "import", row("expression") or "", row("valid_from") or "", row("valid_to") or "",
        row("conditions") or "", row("source_title") or row("source") or "",
    )  # fmt: skip


def _sketch(row: Row) -> Sketch | None:
    """The sketch of a row that has not been read; None where a day in it is not one."""
    try:
        valid_from = date.fromisoformat(row["valid_from"])
        valid_to = date.fromisoformat(row["valid_to"]) if row.get("valid_to") else None
    except (KeyError, ValueError):
        return None
    conditions = tuple(part.strip() for part in (row.get("conditions") or "").split(";") if part.strip())
    return Sketch(row["kind"], row.get("regime") or "import", valid_from, valid_to, conditions, row.get("expression") or "")
