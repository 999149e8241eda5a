"""Read an invoice that was sent in: XLSX, CSV or UBL becomes rows of goods, guesses, faults, and a consignment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from chorsu.documents.invoices.choices import Choices
from chorsu.documents.invoices.columns import HEAD_ROWS, Table, find_table, is_head_again
from chorsu.documents.invoices.figures import Figure, read_figure, what_commas_do
from chorsu.documents.invoices.guesses import Guesses
from chorsu.documents.invoices.head import read_head
from chorsu.documents.invoices.model import FIGURES, MOST_BYTES, MOST_ROWS, CellFault, Grid, LeftOut, Line, Preview, Row, Value
from chorsu.documents.invoices.rows import RowReader
from chorsu.documents.invoices.sheet import Book
from chorsu.documents.invoices.sniff import CSV, XLSX, XML, kind_of
from chorsu.documents.invoices.table import read_table
from chorsu.documents.invoices.totals import is_total, sums_differ
from chorsu.documents.invoices.ubl import read_ubl
from chorsu.facts import Fault, Faulty
from chorsu.text import Text, say

KINDS = (XLSX, CSV, XML)
_HEAD_FIELDS = ("reference", "from", "to", "ready", "incoterm", "incoterm_place")


def read_invoice(content: bytes, choices: Choices | None = None) -> Preview:
    """Read a file of at most 10 MB. Raises Faulty for a file that is none of the three kinds, not safe, or too large.

    Everything else is an answer: a preview with each fault and its cell. Pure: the same bytes and choices give the same preview.
    """
    choices = choices or Choices()
    if len(content) > MOST_BYTES:
        raise Faulty((Fault("", say("The document has more than {most} bytes.", most=MOST_BYTES)),))
    kind = kind_of(content)
    if kind not in KINDS:
        raise Faulty(
            (Fault("", say("An invoice is not read from {kind}.", kind=kind.name.upper()), say("XLSX, CSV or UBL XML")),)
        )
    guesses = Guesses(choices)
    grid, sheets, encoding = _opened(content, kind.name, choices, guesses)
    table = find_table(grid, choices)
    for column in table.columns:
        _tell_column(grid, table, column.index, guesses)
    goods, left_out, totals = _sorted_out(grid, table, choices)
    head = _head(grid, table, goods, guesses)
    comma, is_proved = _commas(table, goods, choices)
    reader = RowReader(grid, table, comma, is_proved, choices, head, guesses)
    rows = tuple(map(reader.read, goods)) if table.is_known else ()
    for key, cell, written, why in grid.doubts:
        guesses.add(key, "value", written, "", why, cell)
    for key, name, cell, written, message in sums_differ(grid, table, rows, totals, comma):
        guesses.add(key, name, written, "", message, cell)
    faults = tuple(_file_faults(grid, table, rows))
    return Preview(
        kind=kind.name,
        sheet=grid.name,
        sheets=sheets,
        encoding=encoding,
        header=grid.lines[table.first].number if 0 <= table.first < len(grid.lines) else 0,
        columns=table.columns,
        rows=rows,
        left_out=tuple(left_out),
        guesses=guesses.gathered(),
        faults=faults,
        head=head,
        document=_document(rows, _told(head), choices),
        told=_told(head),
    )


def cells_of(content: bytes, choices: Choices) -> Grid:
    """The cells of the sheet or table that a preview with these choices is of. Raises Faulty as :func:`read_invoice` does."""
    return _opened(content, kind_of(content).name, choices, Guesses(choices))[0]


def _opened(content: bytes, kind: str, choices: Choices, guesses: Guesses) -> tuple[Grid, tuple[str, ...], str]:
    if kind == "xml":
        return read_ubl(content), (), ""
    if kind == "csv":
        grid, encoding, is_guess = read_table(content, choices.encoding)
        if is_guess:
            guesses.add("encoding", "", "", encoding, say("The file does not say its encoding; the words read so make sense."))
        return grid, (), encoding
    book = Book(content)
    if choices.sheet in book.names:
        return book.grid(choices.sheet), book.names, ""
    first = None
    for name in book.names:
        grid = book.grid(name)
        if find_table(grid, choices).is_known:
            return grid, book.names, ""
        first = first or grid
    if first is None or not any(first.lines):
        raise Faulty((Fault("", say("The file is empty.")),))
    return first, book.names, ""


def _tell_column(grid: Grid, table: Table, index: int, guesses: Guesses) -> None:
    column = table.columns[index]
    if not column.guess:
        return
    cell = grid.at(grid.lines[table.last].number, index)
    if column.guess == "like":
        why = say("The head of the column is only like one on file.")
    else:
        why = say("Another column was taken for the same; this one is not read.")
    guesses.add(f"column:{index}", column.field, column.head, column.field, why, cell)


def _sorted_out(grid: Grid, table: Table, choices: Choices) -> tuple[list[Line], list[LeftOut], list[Line]]:
    """The rows of goods, those left out with why, and the rows of totals among these."""
    goods: list[Line] = []
    left_out: list[LeftOut] = []
    totals: list[Line] = []
    for line in grid.lines[table.last + 1 :]:
        why = _why_not(grid, table, line, choices)
        if why is None:
            goods.append(line)
            continue
        if is_total(table, line):
            totals.append(line)
        column = next((at for at, cell in enumerate(line.cells) if not cell.is_empty), 0)
        cell, is_chosen = line.cell(column).text[:120], line.number in choices.left_out
        left_out.append(LeftOut(line.number, grid.at(line.number, column), cell, why, is_chosen))
    if len(goods) > MOST_ROWS:
        raise Faulty((Fault("", say("There are more than {most} rows.", most=MOST_ROWS), say("several files")),))
    return goods, left_out, totals


def _why_not(grid: Grid, table: Table, line: Line, choices: Choices) -> Text | None:
    if grid.fields:
        return None
    if line.number in choices.left_out:
        return say("You left this row out.")
    if is_total(table, line):
        return say("This row sums up others.")
    if is_head_again(line):
        return say("This row names the columns again.")
    told = [line.cell(table.index(name)) for name in (*FIGURES, "hs")]
    if table.is_known and all(cell.is_empty or cell.merged for cell in told):
        return say("Neither a figure nor a code stands in this row.")
    return None


def _head(grid: Grid, table: Table, goods: Sequence[Line], guesses: Guesses) -> dict[str, Value]:
    numbers = {line.number for line in goods}
    outside = (*grid.lines[: max(table.first, 0)], *grid.lines[table.last + 1 :])
    return read_head(grid, (line for line in outside if line.number not in numbers), guesses)


def _commas(table: Table, goods: Iterable[Line], choices: Choices) -> tuple[str, bool]:
    columns = [table.index(name) for name in FIGURES if table.index(name) >= 0]
    chosen = choices.meanings.get("comma")
    if chosen in ("decimal", "group"):
        return chosen, False
    texts = (line.cell(column).text for line in goods for column in columns if line.cell(column).number is None)
    figures: Iterable[Figure] = (read_figure(text) for text in texts if text)
    return what_commas_do(figures, table.is_russian)


def _file_faults(grid: Grid, table: Table, rows: Sequence[Row]) -> Iterable[CellFault]:
    if not grid.lines:
        yield CellFault("", 0, "", "", say("An invoice has at least one line."))
    elif not table.is_known and not any(column.field for column in table.columns):
        wanted = say(
            "a row that names its columns, such as Description, HS code, Quantity, Amount; or choose below what each column is"
        )
        yield CellFault(
            "", 0, "columns", "", say("None of the first {count} rows names columns that are known.", count=HEAD_ROWS), wanted
        )
    elif not rows:
        yield CellFault("", 0, "", "", say("No row of goods stands under the names of the columns."))


def _told(head: Mapping[str, Value]) -> dict[str, Any]:
    document: dict[str, Any] = {name: head[name].value for name in _HEAD_FIELDS if name in head}
    for party in ("consignor", "consignee"):
        parts = {part: head[name].value for part, name in (("name", party), ("country", f"{party}_country")) if name in head}
        if parts:
            document[party] = parts
    return document


def _document(rows: Sequence[Row], told: Mapping[str, Any], choices: Choices) -> dict[str, Any]:
    """The consignment as far as it is told: by the file, then by answers, which count before it."""
    document = dict(told)
    for name, answer in choices.answers.items():
        if name in ("currency", "origin"):
            continue
        if answer in (None, "", {}, []):
            document.pop(name, None)
        else:
            document[name] = answer
    items = [dict(row.item) for row in rows]
    document["items"] = together(items) if choices.together else items
    return document


def together(items: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Items of the same goods, unit and currency as one, their figures added; what another has no figure for stays alone."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    added = ("quantity", "value", "net_mass", "gross_mass")
    for item in items:
        same = tuple(str(item.get(name, "")) for name in ("description", "hs", "codes", "origin", "unit", "currency", "producer"))
        packed = item.get("packages") or {}
        key = (*same, *(name in item for name in added), packed.get("type"), packed.get("marks"), bool(packed))
        if key not in found:
            found[key] = dict(item) | ({"packages": dict(packed)} if packed else {})
            continue
        for name in added:
            if name in item:
                found[key][name] = format(Decimal(found[key][name]) + Decimal(item[name]), "f")
        if packed:
            found[key]["packages"]["count"] += packed["count"]
    return list(found.values())
