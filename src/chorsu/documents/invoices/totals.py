"""Rows that sum up others: known by their words, left out, and held against what they sum up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from chorsu.documents.invoices.columns import Table
from chorsu.documents.invoices.figures import read_figure
from chorsu.documents.invoices.model import Grid, Line, Row
from chorsu.documents.invoices.vocabulary import folded, total_words
from chorsu.facts import plain
from chorsu.text import Text, say

_SUMMED = ("value", "quantity", "net_mass", "gross_mass")


def is_total(table: Table, line: Line) -> bool:
    """Whether the first words of a row are those of a total, and it has no code of goods."""
    if not line.cell(table.index("hs")).is_empty and not _sums(line.cell(table.index("hs")).text):
        return False
    first = next((cell.text for cell in line.cells if cell.text and cell.number is None and not cell.text[0].isdigit()), "")
    return _sums(first)


def _sums(text: str) -> bool:
    if not text or len(text) > 200:
        return False
    words = re.split(r"[:：\d(（,，]", text)[0]
    return folded(words) in total_words() or folded(text) in total_words() or _begins(text)


def _begins(text: str) -> bool:
    """``Итого на сумму``, ``Total amount payable``: the first word alone sums up, and what follows is no name of goods."""
    first, _space, rest = text.partition(" ")
    return folded(first) in total_words() and folded(first) in ("итого", "всего", "合计", "总计", "共计") and bool(rest)


def sums_differ(
    grid: Grid, table: Table, rows: Sequence[Row], totals: Sequence[Line], comma: str
) -> Iterator[tuple[str, str, str, str, Text]]:
    """Where the one row of totals says another sum than the rows: key, field, cell, what is written, and what is wrong."""
    if len(totals) != 1 or not rows:
        return
    line = totals[0]
    for name in _SUMMED:
        column = table.index(name)
        cell = line.cell(column)
        told = cell.number if cell.number is not None else read_figure(cell.text, comma).number if cell.text else None
        given = [row.values[name].value for row in rows if name in row.values]
        if column < 0 or told is None or len(given) != len(rows):
            continue
        written = [row.values[name] for row in rows]
        if name.endswith("_mass") and any(value.written and value.value.split(".")[0] not in value.written for value in written):
            continue  # The column is in another unit than the rows are kept in.
        try:
            total = sum((Decimal(value) for value in given), Decimal(0))
        except ArithmeticError:
            continue
        if total != told:
            message = say("The row of totals says {told}, the rows sum to {sum}.", told=plain(told), sum=plain(total))
            yield f"total:{name}", name, grid.at(line.number, column), plain(told), message
