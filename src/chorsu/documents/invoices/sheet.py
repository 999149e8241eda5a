"""Workbooks (XLSX): the package looked into first, then the cells, with what a formula reckoned and what is merged."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

import openpyxl
from openpyxl.utils import range_boundaries

from chorsu.documents.invoices.letters import tidy
from chorsu.documents.invoices.model import EMPTY, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Cell, Grid, Line, letters_of
from chorsu.documents.invoices.package import NotAPackage, Part, look_into, scan
from chorsu.facts import Fault, Faulty
from chorsu.reading import shown
from chorsu.text import Text, say

MOST_SHEETS = 30
_LAST_ROW = 1_048_576
# Excel's figures have 15 digits; what a binary fraction has behind them was never written.
_DIGITS = ".15g"
_ERROR = re.compile(r"#(REF|VALUE|N/A|NAME|DIV/0|NUM|NULL|SPILL|CALC)[!?]?.*")


class Book:
    """An opened workbook: its visible sheets by name, each read when it is asked for. Raises Faulty for what cannot be opened."""

    def __init__(self, content: bytes) -> None:
        try:
            look_into(content)
            self._parts = scan(content)
        except NotAPackage as why:
            raise _refused(why.message) from None
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self._book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        except MemoryError:
            raise
        # Whatever a library says of a workbook that is not one, the answer is the same.
        except Exception:
            raise _refused(say("This workbook cannot be read: a part of it is damaged.")) from None
        sheets = [sheet for sheet in self._book.worksheets if sheet.sheet_state == "visible"]
        self.names = tuple(sheet.title for sheet in sheets[:MOST_SHEETS])
        if not self.names:
            raise _refused(say("The workbook has no sheet that can be seen."))

    def grid(self, name: str) -> Grid:
        """The cells of a sheet. Raises Faulty where there are too many of them."""
        sheet = self._book[name]
        part = self._parts.get(getattr(sheet, "_worksheet_path", "").lstrip("/")) or Part(frozenset(), False, ())
        if part.hidden_formulas:
            raise _refused(say("Formulas stand in cells without an address. Save the values themselves, and send it again."))
        sheet.reset_dimensions()
        try:
            lines = tuple(_lines(sheet, part.formulas))
        except (Faulty, MemoryError):
            raise
        except Exception:
            raise _refused(say("This workbook cannot be read: a part of it is damaged.")) from None
        return Grid(name, _spread(lines, part.merged))


def _refused(message: Text) -> Faulty:
    return Faulty((Fault("", message, say("a workbook (.xlsx) as office programs save it")),))


def _lines(sheet: Any, formulas: frozenset[str]) -> Iterator[Line]:
    cells = lines = 0
    for number, row in enumerate(islice(sheet.iter_rows(), _LAST_ROW + 1), 1):
        if number > _LAST_ROW:
            raise _refused(say("This workbook cannot be read: a part of it is damaged."))
        while row and row[-1].value is None and f"{letters_of(len(row) - 1)}{number}" not in formulas:
            row = row[:-1]
        if not row:
            continue
        if len(row) > MOST_COLUMNS:
            raise _refused(
                say("Row {row} has {count} columns; at most {most} are read.", row=number, count=len(row), most=MOST_COLUMNS)
            )
        read = tuple(_cell(cell.value, f"{letters_of(index)}{number}" in formulas) for index, cell in enumerate(row))
        lines, cells = lines + 1, cells + sum(cell is not EMPTY for cell in read)
        check_size(lines, cells)
        yield Line(number, read)


def check_size(lines: int, cells: int) -> None:
    """Raise Faulty where a table has more rows or cells than are read."""
    if lines > MOST_ROWS + 100:
        raise Faulty((Fault("", say("There are more than {most} rows.", most=MOST_ROWS), say("several files")),))
    if cells > MOST_CELLS:
        raise Faulty((Fault("", say("There are more than {most} cells with something in them.", most=MOST_CELLS)),))


def _cell(value: Any, is_formula: bool) -> Cell:
    if value is None or value == "":
        lost = say("A formula without its value: the program that saved the file did not reckon it.")
        return Cell(fault=lost, is_formula=True) if is_formula else EMPTY
    if isinstance(value, bool):
        return Cell("TRUE" if value else "FALSE", is_formula=is_formula)
    if isinstance(value, int | float):
        return _figure(value, is_formula)
    if isinstance(value, datetime | date):
        day = value.date() if isinstance(value, datetime) else value
        return Cell(day.isoformat(), day=day, is_formula=is_formula)
    if isinstance(value, time | timedelta):
        return Cell(str(value), fault=say("This is an hour."), is_formula=is_formula)
    text, fault = tidy(str(value))
    if _ERROR.fullmatch(text):
        fault = say("A formula failed here: {error}.", error=shown(text))
    return Cell(text, is_formula=is_formula, fault=fault) if text or fault else EMPTY


def _figure(value: float, is_formula: bool) -> Cell:
    written = str(value) if isinstance(value, int) else format(value, _DIGITS)
    if len(written) > 40 or written in ("inf", "-inf", "nan"):
        return Cell(shown(written), fault=say("This is no figure that can be read."), is_formula=is_formula)
    number = Decimal(written)
    if abs(number.adjusted()) > 20:
        return Cell(written, fault=say("This is no figure that can be read."), is_formula=is_formula)
    return Cell(format(number, "f"), number=number, is_formula=is_formula)


def _spread(lines: tuple[Line, ...], merged: tuple[str, ...]) -> tuple[Line, ...]:
    """Cells that are merged say in each of their places what they say in the first."""
    if not merged or not lines:
        return lines
    at = {line.number: index for index, line in enumerate(lines)}
    cells, places = {}, 0
    for reference in merged:
        left, top, right, bottom = range_boundaries(reference)
        if top not in at or bottom - top > MOST_ROWS or right - left > MOST_COLUMNS:
            continue
        first = lines[at[top]].cell(left - 1)
        if first.is_empty:
            continue
        # Ranges that lie over one another would be work without end.
        places += (bottom - top + 1) * (right - left + 1)
        check_size(0, places)
        rows = [number for number in range(top, bottom + 1) if number in at]
        for number in rows:
            for column in range(left - 1, min(right, MOST_COLUMNS)):
                is_first = number == top and column == left - 1
                cells[number, column] = Cell(
                    first.text, first.number, first.day, first.is_formula, first.fault, len(rows), not is_first
                )
    if not cells:
        return lines
    last: dict[int, int] = {}
    for number, column in cells:
        last[number] = max(last.get(number, 0), column)
    return tuple(
        Line(
            line.number,
            tuple(
                cells.get((line.number, column)) or line.cell(column)
                for column in range(max(len(line.cells), last.get(line.number, -1) + 1))
            ),
        )
        for line in lines
    )
