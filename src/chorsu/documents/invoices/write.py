"""An invoice of a consignment as a workbook or as text, in one of three languages: what reading it again understands whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from babel import Locale
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from chorsu.consignment import Consignment, Item
from chorsu.documents.invoices.vocabulary import on_file
from chorsu.documents.load import headings
from chorsu.facts import plain
from chorsu.text import in_language, like_formula

_COLUMNS = (
    "line",
    "description",
    "hs",
    "origin",
    "quantity",
    "unit",
    "unit_price",
    "amount",
    "packages",
    "net_mass",
    "gross_mass",
)
_WIDTHS = (6, 34, 14, 16, 12, 10, 12, 14, 18, 12, 12)


def invoice_rows(consignment: Consignment, language: str) -> list[list[Any]]:
    """The rows of the invoice: what stands above the table, the head, the goods, the total. Figures are Decimals."""

    def word(name: str) -> str:
        return str(on_file()["column"][name][language][0]) if name == "unit" else in_language(headings("paper")[name], language)

    parties = {"seller": consignment.consignor, "buyer": consignment.consignee}
    told = [(word(name), f"{party.name}, {_country(party.country, language)}") for name, party in parties.items() if party]
    told += [
        (word("reference"), consignment.reference),
        (word("from"), consignment.origin),
        (word("to"), consignment.destination),
        (word("delivery_terms"), f"{consignment.incoterm} {consignment.incoterm_place}".strip()),
        (word("currency"), consignment.items[0].currency),
    ]
    heads = [word(name) for name in _COLUMNS]
    goods = [_goods(number, item, language) for number, item in enumerate(consignment.items, 1)]
    total: list[Any] = [""] * len(_COLUMNS)
    total[0], total[_COLUMNS.index("amount")] = word("total"), sum((item.value for item in consignment.items), Decimal(0))
    return [[word("invoice")], *([name, value] for name, value in told if value), [], heads, *goods, total]


def _goods(number: int, item: Item, language: str) -> list[Any]:
    unit = in_language(headings("unit").get(item.unit), language) or item.unit
    packages = ""
    if item.packages:
        packages = f"{item.packages.count} {in_language(headings('package').get(item.packages.type), language)}".strip()
    price = item.value / item.quantity if item.quantity else None
    is_whole = price is not None and price == price.quantize(Decimal("0.0001"))
    return [
        number,
        item.description,
        item.hs,
        _country(item.origin, language),
        item.quantity,
        unit,
        price.quantize(Decimal("0.0001")).normalize() if price is not None and is_whole else None,
        item.value,
        packages,
        item.net_mass,
        item.gross_mass,
    ]


def _country(code: str, language: str) -> str:
    return str(Locale({"zh": "zh_Hans"}.get(language, language)).territories.get(code, code))


def to_workbook(rows: Iterable[Iterable[Any]], name: str = "Invoice") -> bytes:
    """Rows as a workbook of one sheet. Text is written as text: none is ever a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31])
    for index, width in enumerate(_WIDTHS):
        sheet.column_dimensions[chr(65 + index)].width = width
    for row in rows:
        values = list(row)
        is_head = len(values) == len(_COLUMNS) and values[1] and not isinstance(values[0], int)
        sheet.append([_cell(sheet, value, bold=bool(is_head)) for value in values])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _cell(sheet: Any, value: Any, *, bold: bool) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = like_formula(value)
    if bold:
        cell.font = Font(bold=True)
    return cell


def to_text(rows: Iterable[Iterable[Any]], language: str) -> bytes:
    """Rows as CSV in UTF-8 with its mark; in Russian with semicolons and a decimal comma, as programs there write it."""
    content = io.StringIO()
    writer = csv.writer(content, delimiter=";" if language == "ru" else ",")
    writer.writerows([[_written(value, language) for value in row] for row in rows])
    return b"\xef\xbb\xbf" + content.getvalue().encode()


def _written(value: Any, language: str) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain(value).replace(".", "," if language == "ru" else ".")
    return f"'{value}" if isinstance(value, str) and like_formula(value) else str(value)
