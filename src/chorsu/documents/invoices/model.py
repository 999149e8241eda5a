"""An invoice as it was sent, read into rows of goods: values with their cells, guesses with reasons, faults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from chorsu.text import Text

MOST_BYTES = 10_000_000
MOST_ROWS = 10_000
MOST_COLUMNS = 100
MOST_CELLS = 400_000
MOST_LETTERS = 2_000

# The fields of goods that a column can hold, in the order of the page.
FIELDS = (
    "description", "hs", "origin", "quantity", "unit", "unit_price", "value", "currency", "net_mass", "gross_mass",
    "packages", "package_type", "marks", "producer",
)  # fmt: skip
FIGURES = ("quantity", "unit_price", "value", "net_mass", "gross_mass", "packages")
# What is known and not read: a running number, an article number.
UNREAD = ("number", "other")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what is written in it, and the figure or day that a workbook has there.

    ``is_formula`` says that a program reckoned it. ``fault`` is why it cannot be read. ``rows`` is how many rows a merged cell
    stands for; ``merged`` marks those after the first, which say the same.
    """

    text: str = ""
    number: Decimal | None = None
    day: date | None = None
    is_formula: bool = False
    fault: Text | None = None
    rows: int = 1
    merged: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written here."""
        return not self.text and self.fault is None


EMPTY = Cell()


@dataclass(frozen=True)
class Line:
    """A row of a grid with its number in the file."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        """The cell in a column, counted from 0; an empty one behind the end of the row."""
        return self.cells[column] if 0 <= column < len(self.cells) else EMPTY


@dataclass(frozen=True)
class Grid:
    """A sheet, a table of text, or the lines of a UBL invoice.

    ``fields`` are the columns' fields where the format itself says them (UBL); ``places`` gives the addresses of cells where they
    are not those of a sheet. ``head`` is what a format says beside its lines, with the place of each; ``doubts`` are places where
    it contradicts itself: key, address, what is written, what is wrong. ``codes`` are the national codes of a line.
    """

    name: str
    lines: tuple[Line, ...]
    fields: tuple[str, ...] = ()
    places: Mapping[tuple[int, int], str] = field(default_factory=dict)
    head: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    doubts: tuple[tuple[str, str, str, Text], ...] = ()
    codes: Mapping[int, Mapping[str, str]] = field(default_factory=dict)

    def at(self, number: int, column: int) -> str:
        """The address of a cell: ``Sheet1!C7``, ``C7``, or the XPath of an element."""
        return self.places.get((number, column)) or address(self.name, number, column)


def address(sheet: str, number: int, column: int) -> str:
    """The address of a cell as spreadsheets write it; a name with other than letters and digits stands in apostrophes."""
    letters = letters_of(column)
    if not sheet:
        return f"{letters}{number}"
    quoted = sheet if sheet.isalnum() and not sheet[0].isdigit() else "'" + sheet.replace("'", "''") + "'"
    return f"{quoted}!{letters}{number}"


@cache
def letters_of(column: int) -> str:
    """The letters of a column, counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True)
class CellFault:
    """What is wrong in a cell: its address, the row and the field that it stands for, and what would be right.

    ``key`` names the meaning that mends every cell of the same words at once (see Choices.meanings); empty where there is none.
    """

    cell: str
    row: int
    field: str
    written: str
    message: Text
    expected: Text | None = None
    key: str = ""


@dataclass(frozen=True)
class Value:
    """A value of a row as the consignment has it, the cell that it comes from, and what was written there."""

    cell: str
    written: str
    value: str
    guess: str = ""


@dataclass(frozen=True)
class Guess:
    """What was taken without being said plainly, for whoever sent the file to confirm or to change.

    ``key`` names it among the choices. ``count`` is how many cells it touches, ``cells`` the first of them. ``options`` are the
    values that may be chosen instead; empty where it can only be confirmed, or its cells corrected.
    """

    key: str
    field: str
    written: str
    value: str
    why: Text
    cells: tuple[str, ...] = ()
    count: int = 1
    options: tuple[str, ...] = ()
    confirmed: bool = False


@dataclass(frozen=True)
class Column:
    """A column of the table: its letters, its head as written, and the field that it was taken for (empty: not read)."""

    index: int
    letters: str
    head: str
    field: str
    guess: str = ""


@dataclass(frozen=True)
class Row:
    """A row of goods: its number in the file, its values by field, its faults, and the item that it makes."""

    number: int
    values: Mapping[str, Value]
    faults: tuple[CellFault, ...]
    item: Mapping[str, Any]


@dataclass(frozen=True)
class LeftOut:
    """A row under the head that is no row of goods, and why; ``chosen`` says that somebody left it out."""

    number: int
    cell: str
    written: str
    why: Text
    chosen: bool = False


@dataclass(frozen=True)
class Preview:
    """All that was read of a file: rows, faults, guesses, and the consignment that they make.

    ``faults`` are those of the file as a whole; a row has its own. ``document`` is a consignment's JSON form, as far as it goes;
    ``told`` is what of it stands in the file outside of the goods.
    """

    kind: str
    sheet: str
    sheets: tuple[str, ...]
    encoding: str
    header: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    left_out: tuple[LeftOut, ...]
    guesses: tuple[Guess, ...]
    faults: tuple[CellFault, ...]
    head: Mapping[str, Value]
    document: Mapping[str, Any]
    told: Mapping[str, Any]

    @property
    def all_faults(self) -> tuple[CellFault, ...]:
        """Every fault, those of the file first, then row by row."""
        return (*self.faults, *(fault for row in self.rows for fault in row.faults))

    @property
    def open_guesses(self) -> tuple[Guess, ...]:
        """The guesses that nobody has confirmed yet."""
        return tuple(guess for guess in self.guesses if not guess.confirmed)
