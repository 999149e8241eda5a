"""The preview of an invoice as the page shows it: faults first, then guesses, then every row."""

import io
from collections import Counter
from decimal import Decimal, InvalidOperation
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from chorsu.desks.plans.search import goods_label
from chorsu.desks.trade.answers import MOST_SHOWN
from chorsu.documents.invoices import FIELDS, CellFault, Choices, Preview, cells_of, suggest
from chorsu.documents.invoices.model import letters_of
from chorsu.text import like_formula

LABELS = {
    "description": gettext_lazy("Description"),
    "hs": gettext_lazy("HS code"),
    "origin": gettext_lazy("Origin"),
    "quantity": gettext_lazy("Quantity"),
    "unit": gettext_lazy("Unit"),
    "unit_price": gettext_lazy("Unit price"),
    "value": gettext_lazy("Amount"),
    "currency": gettext_lazy("Currency"),
    "net_mass": gettext_lazy("Net mass, kg"),
    "gross_mass": gettext_lazy("Gross mass, kg"),
    "packages": gettext_lazy("Packages"),
    "package_type": gettext_lazy("Kind of packages"),
    "marks": gettext_lazy("Marks"),
    "producer": gettext_lazy("Producer"),
}
# What is guessed or faulty beside the columns.
MORE_LABELS = {"codes": gettext_lazy("National codes"), "ready": gettext_lazy("Ready on")}
FAULTY_ROWS = 20
MOST_CODELESS = 8
MOST_WORDS = 40
_COLUMNS = ("description", "hs", "origin", "quantity", "unit", "net_mass", "gross_mass", "value", "currency")
_NUMBERS = ("quantity", "net_mass", "gross_mass", "value")


def fields() -> list[tuple[str, str]]:
    """What a column can be."""
    return [("", _("not read")), *((name, str(LABELS[name])) for name in FIELDS)]


def label(name: str) -> str:
    """A field in the reader's words; nothing for none."""
    return str(LABELS.get(name) or MORE_LABELS.get(name, ""))


def columns(read: Preview, choices: Choices) -> list[dict]:
    """The columns of the table, each with what it was taken for."""
    if read.kind == "xml":
        return []
    samples = _samples(read)
    return [
        {
            "index": column.index,
            "letters": column.letters,
            "head": column.head,
            "field": column.field,
            "guess": bool(column.guess),
            "sample": samples.get(column.field, ""),
        }
        for column in read.columns
    ]


def _samples(read: Preview) -> dict[str, str]:
    return {name: value.written[:60] for row in read.rows[:1] for name, value in row.values.items()}


def notes(read: Preview, language: str) -> list[dict]:
    """What is wrong with the file as a whole."""
    return [_said(fault, language) for fault in read.faults]


def _said(fault: CellFault, language: str) -> dict:
    return {
        "cell": fault.cell,
        "name": f"{fault.row}:{fault.field}",
        "field": fault.field,
        "label": label(fault.field),
        "written": fault.written[:200],
        "message": fault.message.in_(language),
        "expected": fault.expected.in_(language) if fault.expected else "",
        "key": fault.key,
    }


def _is_codeless(fault: CellFault, described: bool) -> bool:
    return fault.field == "hs" and not fault.written and described


def _is_of_all(fault: CellFault) -> bool:
    """An origin or a currency that no row tells is asked once, for all rows."""
    return fault.field in ("origin", "currency") and not fault.written and not fault.key


def faulty_rows(read: Preview, language: str) -> list[tuple]:
    """The rows with faults that are mended cell by cell: row and faults, put into words when their page is shown."""
    found = []
    for row in read.rows:
        described = bool(row.item.get("description"))
        cells = [f for f in row.faults if not f.key and not _is_of_all(f) and not _is_codeless(f, described)]
        if cells:
            found.append((row.number, row.item.get("description", ""), cells, language))
    return found


def page_of(faulty: list[tuple], number: str, query) -> tuple[Page, str]:
    """A page of the faulty rows, and the rest of the query for links to the other pages."""
    page = Paginator(faulty, FAULTY_ROWS).get_page(number)
    page.object_list = [
        {"number": row, "description": description, "cells": [_said(fault, language) for fault in cells]}
        for row, description, cells, language in page.object_list
    ]
    return page, urlencode([(name, value) for name, value in query.items() if name != "faults" and value])


def words(read: Preview, language: str) -> list[dict]:
    """Words that nobody understands, each once with the number of its cells: a unit, a state, a currency."""
    counts: Counter[str] = Counter()
    first: dict[str, CellFault] = {}
    for row in read.rows:
        for fault in row.faults:
            if fault.key:
                counts[fault.key] += 1
                first.setdefault(fault.key, fault)
    return [_said(first[key], language) | {"count": count} for key, count in counts.most_common(MOST_WORDS)]


def codeless(read: Preview, language: str) -> list[dict]:
    """Goods without a code, by their description, with what the nomenclature suggests for each."""
    counts = Counter(
        row.item["description"]
        for row in read.rows
        for fault in row.faults
        if row.item.get("description") and _is_codeless(fault, True)
    )
    found = []
    for index, (description, count) in enumerate(counts.most_common(MOST_CODELESS)):
        options = [(code, goods_label(code, language)) for code in suggest(description)]
        found.append({"index": index, "description": description, "count": count, "options": options})
    return found


def guesses(read: Preview, language: str) -> list[dict]:
    """The guesses, each with its reason, its cells and what else it may be."""
    shown = []
    for guess in read.guesses[:MOST_SHOWN]:
        shown.append(
            {
                "key": guess.key,
                "label": label(guess.field),
                "written": guess.written[:200],
                "value": option(guess.value),
                "why": guess.why.in_(language),
                "cells": guess.cells,
                "count": guess.count,
                "more": guess.count - len(guess.cells) if guess.cells else 0,
                "options": [(each, option(each), each == guess.value) for each in guess.options],
                "editable": guess.key.startswith("origin:"),
                "confirmed": guess.confirmed,
            }
        )
    return shown


def option(value: str) -> str:
    """A value that a guess may have, in the reader's words."""
    said = {
        "group": _("1,234 is one thousand two hundred and thirty-four"),
        "decimal": _("1,234 is a little more than one"),
        "-": _("none: only the first six digits"),
    }
    return said.get(value) or (label(value) if value in LABELS else value)


def rows(shown, language: str) -> list[dict]:
    """Rows of goods as the table shows them, each cell with what is wrong in it."""
    found = []
    for row in shown:
        wrong = {fault.field: fault.message.in_(language) for fault in row.faults}
        cells = [
            {
                "name": name,
                "label": label(name),
                "value": row.values[name].value if name in row.values else row.item.get(name, ""),
                "written": row.values[name].written if name in row.values else "",
                "wrong": wrong.get(name, ""),
                "is_number": name in _NUMBERS,
                "said": next((fault.written for fault in row.faults if fault.field == name), ""),
            }
            for name in _COLUMNS
        ]
        found.append({"number": row.number, "cells": cells, "faulty": bool(row.faults)})
    return found


def heads() -> list[dict]:
    """The heads of the table of rows."""
    return [{"label": label(name), "is_number": name in _NUMBERS} for name in _COLUMNS]


def left_out(read: Preview, language: str) -> list[dict]:
    """The rows that are no goods, and why; one that somebody left out can come back."""
    return [
        {"cell": row.cell, "written": row.written, "why": row.why.in_(language), "number": row.number if row.chosen else 0}
        for row in read.left_out[:MOST_SHOWN]
    ]


def told(read: Preview) -> list[tuple[str, str]]:
    """Which fields of the consignment the file tells, and where."""
    return list(dict.fromkeys((value.cell, value.written) for value in read.head.values()))


def sums(read: Preview) -> list[tuple[str, str]]:
    """What the rows come to: amounts by currency, masses."""
    amounts: Counter[str] = Counter()
    masses: dict[str, Decimal | None] = {"net_mass": Decimal(0), "gross_mass": Decimal(0)}
    for row in read.rows:
        if (amount := _exact(row.item.get("value"))) is not None:
            amounts[row.item.get("currency", "")] += amount
        for name, so_far in masses.items():
            mass = _exact(row.item.get(name))
            masses[name] = None if so_far is None or mass is None else so_far + mass
    found = [(_("Amount, %(currency)s") % {"currency": code or "?"}, total) for code, total in amounts.items()]
    return found + [(label(name), mass) for name, mass in masses.items() if mass is not None and read.rows]


def _exact(written) -> Decimal | None:
    try:
        return Decimal(str(written)) if written else None
    except InvalidOperation:
        return None


def missing(read: Preview) -> list[str]:
    """What a case needs besides, and neither the file nor anybody told yet."""
    asked = {"from": _("From"), "to": _("To"), "ready": _("Ready on"), "incoterm": _("Incoterm")}
    return [said for name, said in asked.items() if not read.document.get(name)]


_BAD = PatternFill("solid", fgColor="F8D7D4")


def marked(read: Preview, content: bytes, choices: Choices, language: str) -> bytes:
    """A workbook of the faults: a list of them, and the table as it was sent with the faulty cells coloured and told."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Faults")[:31])
    sheet.freeze_panes = "A2"
    heads = (_("Cell"), _("Field"), _("Written"), _("What is wrong"), _("What would be right"))
    sheet.append([_cell(sheet, head, bold=True) for head in heads])
    wrong: dict[str, str] = {}
    for fault in read.all_faults:
        said = _said(fault, language)
        wrong.setdefault(fault.cell, said["message"])
        sheet.append([_cell(sheet, said[name]) for name in ("cell", "label", "written", "message", "expected")])
    if read.kind != "xml":
        _copy(book, read, cells_of(content, choices), wrong)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _copy(book: Workbook, read: Preview, grid, wrong: dict[str, str]) -> None:
    name = grid.name if grid.name and grid.name != book.worksheets[0].title else _("Your table")
    copy = book.create_sheet(name[:31])
    last = 0
    for line in grid.lines:
        for _empty in range(last + 1, min(line.number, last + 1_000)):
            copy.append([])
        last = line.number
        row = []
        width = max((column.index + 1 for column in read.columns), default=0)
        for index in range(max(len(line.cells), width)):
            at = grid.at(line.number, index)
            value = line.cell(index)
            cell = _cell(copy, value.number if value.number is not None else value.text)
            if at in wrong:
                cell.fill = _BAD
                cell.comment = Comment(wrong[at], "Chorsu")
            row.append(cell)
        copy.append(row)
    for column in read.columns:
        copy.column_dimensions[letters_of(column.index)].width = 18


def _cell(sheet, value, *, bold: bool = False) -> WriteOnlyCell:
    if isinstance(value, str):
        value = "".join(letter for letter in value if letter >= " ")
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = like_formula(value)
    if bold:
        cell.font = Font(bold=True)
    return cell
