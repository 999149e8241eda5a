"""Measures by jurisdiction and code prefix; a row of a table is read when it is first asked for.

A plan asks for a few hundred of the tens of thousands of rows on file, and to read a row costs many times what it costs to
keep its place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, overload

from chorsu.facts import Fault, Faulty, Source
from chorsu.measures.model import Measure, prefix_of
from chorsu.measures.rows import SOURCE_COLUMNS, Row, id_of, read_measure, source_of


class Unread(NamedTuple):
    """A row of a table that nobody has asked for yet. What finds it is taken from its cells as they are."""

    file: str
    line: int
    columns: Mapping[str, int]
    cells: Sequence[str]

    def cell(self, column: str) -> str:
        """The cell of a column; empty where the table has no such column or the row ends before it."""
        number = self.columns.get(column, len(self.cells))
        return self.cells[number] if number < len(self.cells) else ""

    @property
    def row(self) -> Row:
        """All cells by column."""
        return {column: self.cell(column) for column in self.columns}

    @property
    def place(self) -> str:
        """The place as a fault names it; the head is line 1."""
        return f"{self.file}: row {self.line}"

    @property
    def id(self) -> str:
        """The id, made of the other columns where the row has none."""
        return self.cell("id") or id_of(self.row)

    @property
    def jurisdiction(self) -> str:
        """The state or union that made it."""
        return self.cell("jurisdiction")

    @property
    def prefix(self) -> str:
        """The code prefix; empty for all goods."""
        return prefix_of(self.cell("commodity"))

    @property
    def source(self) -> Source | None:
        """Where it was read."""
        return source_of({column: self.cell(column) for column in SOURCE_COLUMNS})

    def read(self) -> Measure:
        """The measure. Raises Faulty with every fault of the row."""
        faults: list[Fault] = []
        measure = read_measure(self.row, self.place, faults)
        if measure is None:
            raise Faulty(tuple(faults))
        return measure


class Shelf(Sequence[Measure]):
    """Measures in the order of their files, found by place and by id. Reading a row that is faulty raises Faulty."""

    def __init__(self, entries: Iterable[Measure | Unread]) -> None:
        self._entries = list(entries)
        self._at: dict[tuple[str, str], tuple[Measure, ...]] = {}

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

    def named(self, name: str) -> Measure | None:
        """The measure with this id, the last where several have it; None where none has."""
        number = self._numbers.get(name)
        return None if number is None else self[number]
