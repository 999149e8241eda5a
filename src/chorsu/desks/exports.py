"""A list taken along as a sheet or as CSV: as shown, figures as figures, and no cell that a program would run."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from chorsu.text import like_formula

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def xlsx(name: str, heads: Sequence[str], rows: Iterable[Sequence]) -> HttpResponse:
    """The list as an Excel sheet, its heads kept in sight. Text is written as text: none is ever a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31])
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, str(head), bold=True) for head in heads])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    content = io.BytesIO()
    book.save(content)
    return _file(content.getvalue(), XLSX, f"{name}.xlsx")


def as_csv(name: str, heads: Sequence[str], rows: Iterable[Sequence]) -> HttpResponse:
    """The list as CSV in UTF-8 with its mark, so that a spreadsheet reads every script."""
    content = io.StringIO()
    writer = csv.writer(content)
    writer.writerow([str(head) for head in heads])
    writer.writerows([[_harmless(value) for value in row] for row in rows])
    return _file(b"\xef\xbb\xbf" + content.getvalue().encode(), "text/csv; charset=utf-8", f"{name}.csv")


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _cell(sheet, value, *, bold: bool = False) -> WriteOnlyCell:
    if isinstance(value, datetime):
        value = value.replace(tzinfo=None)
    elif not isinstance(value, int | Decimal | date | None):
        value = "".join(letter for letter in str(value) if letter >= " " or letter in "\n\t")
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = like_formula(value)
    if bold:
        cell.font = Font(bold=True)
    return cell


def _harmless(value) -> str:
    """A cell of text that a spreadsheet would take for a formula begins with an apostrophe."""
    if value is None:
        return ""
    text = value.isoformat() if isinstance(value, date) else str(value)
    return f"'{text}" if like_formula(text) and not isinstance(value, int | Decimal | date) else text
