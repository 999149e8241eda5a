"""Write tables into a workbook: figures as figures, days as days, texts as texts, and no formula in any cell."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from chorsu.text import like_formula

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 60

# A table: its title, the heads of its columns, its rows.
Table = tuple[Any, Sequence[Any], Iterable[Sequence[Any]]]


class Link(str):
    """An address that a click opens."""

    __slots__ = ()


def write_book(tables: Iterable[Table]) -> bytes:
    """The tables as a workbook, a sheet for each."""
    book = Workbook()
    book.remove(book.active)
    for title, heads, rows in tables:
        _write(book.create_sheet(_named(title, book.sheetnames)), heads, rows)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _named(title, taken: list[str]) -> str:
    """A name that a sheet may have: at most 31 letters, none of those that are not allowed, and one of its own."""
    name = re.sub(r"[\[\]:*?/\\]", " ", str(title)).strip()[:31] or "-"
    number = 2
    while name.casefold() in {each.casefold() for each in taken}:
        name = f"{name[:27]} ({number})"
        number += 1
    return name


def _write(sheet, heads, rows):
    sheet.append([str(head) for head in heads])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            _fill(sheet.cell(number, column), value)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    for column in range(1, len(heads) + 1):
        longest = max((len(str(cell.value or "")) for cell in sheet[get_column_letter(column)]), default=0)
        sheet.column_dimensions[get_column_letter(column)].width = min(WIDEST, longest + 4)


def _fill(cell, value):
    cell.value = value if value is None or isinstance(value, int | Decimal | date) else str(value)
    if isinstance(value, Decimal):
        places = max(0, -value.as_tuple().exponent)
        cell.number_format = f"#,##0.{'0' * places}" if places else "#,##0"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(cell.value, str):
        # A text that begins with = is a text: nothing that people typed is ever computed.
        cell.data_type = "s"
        cell.quotePrefix = like_formula(cell.value)
        cell.alignment = Alignment(wrap_text=len(cell.value) > WIDEST, vertical="top")
        if isinstance(value, Link):
            cell.hyperlink = str(value)
