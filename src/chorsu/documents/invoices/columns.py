"""Which row of a table is its head, and which column is what: by the words on file, and by likeness as a guess."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from chorsu.documents.invoices.choices import Choices
from chorsu.documents.invoices.model import FIELDS, UNREAD, Cell, Column, Grid, Line, letters_of
from chorsu.documents.invoices.vocabulary import (
    column_words,
    currency_of,
    folded,
    like,
    package_of,
    russian_words,
    total_words,
    unit_of,
)

HEAD_ROWS = 30
_PARTS = re.compile(r"[()\[\]{}（）【】,，;；/／:：]+|\s[-–—]\s")
_SCRIPTS = re.compile(r"[\u3400-\u9fff]+(?:\s*[\u3400-\u9fff]+)*|[A-Za-z][A-Za-z .'&]*|[А-Яа-яЁё][А-Яа-яЁё .-]*")
_GUESSED = 0.6


@dataclass(frozen=True)
class Head:
    """What the head of one column says: its field (empty where unknown), whether that is a guess, and unit and currency in it."""

    field: str = ""
    is_guess: bool = False
    unit: str = ""
    package: str = ""
    currency: str = ""


@dataclass(frozen=True)
class Table:
    """The head that was found: its last row's place among the grid's lines, its columns, and what their heads say besides."""

    first: int
    last: int
    columns: tuple[Column, ...]
    heads: tuple[Head, ...]
    is_known: bool
    is_russian: bool

    def index(self, field: str) -> int:
        """The column of a field, -1 where there is none."""
        return next((column.index for column in self.columns if column.field == field), -1)

    def head(self, field: str) -> Head:
        """What the head of a field's column says."""
        index = self.index(field)
        return self.heads[index] if index >= 0 else Head()


@lru_cache(maxsize=4096)
def recognise(written: str) -> Head:
    """The field of a column by its head, with what the head has in brackets or behind a comma."""
    if not written or len(written) > 200:
        return Head()
    parts = [part for part in (part.strip() for part in _PARTS.split(written)) if part]
    ways = [written, re.sub(r"[(（\[].*?[)）\]]", "", written), *parts, *_SCRIPTS.findall(written)]
    found = [column_words()[folded(way)] for way in ways if folded(way) in column_words()]
    name = next((each for each in found if each not in UNREAD), found[0] if found else "")
    is_guess = False
    if not name:
        words = tuple(column_words())
        near = next((each for each in (like(folded(way), words) for way in ways[:3]) if each), "")
        name, is_guess = (column_words()[near], True) if near else ("", False)
    asides = [part for part in parts if folded(part) not in column_words()] or parts[1:]
    asides += [word for part in asides for word in part.split()]
    return Head(
        name,
        is_guess,
        unit=next((code for code in map(unit_of, asides) if code), "") or _counted(name, written),
        package=next((code for code in map(package_of, (*asides, written)) if code), ""),
        currency=next((code for code, _others in map(currency_of, asides) if code), ""),
    )


def _counted(name: str, written: str) -> str:
    """A column called "Pcs" says its unit by its own name."""
    return unit_of(written) if name == "quantity" else ""


def find_table(grid: Grid, choices: Choices) -> Table:
    """The head among the first rows: the row, or the two rows, that name most columns. ``choices`` count before what is found.

    Where no row names two, the first row with two words stands for the head and no column is known.
    """
    if grid.fields:
        columns = tuple(Column(index, "", name, name) for index, name in enumerate(grid.fields))
        return Table(-1, -1, columns, tuple(Head(name) for name in grid.fields), True, False)
    lines = grid.lines[:HEAD_ROWS]
    if choices.header:
        first = next((at for at, line in enumerate(grid.lines) if line.number == choices.header), 0)
        return _table(grid, first, _depth(grid.lines, first), choices)
    best, first, depth = 0.0, -1, 1
    for at in range(len(lines)):
        for rows in (1, 2):
            worth = _worth(_heads(grid.lines, at, rows)) - 0.5 * (rows - 1)
            if worth > best and (rows == 1 or _can_be_two(grid.lines, at)):
                best, first, depth = worth, at, rows
    if best < 2:
        named = (at for at, line in enumerate(lines) if sum(_is_word(cell) for cell in line.cells) > 1)
        first = next(named, 0)
        return _table(grid, first, 1, choices, is_known=False)
    return _table(grid, first, depth, choices)


def _depth(lines: Sequence[Line], first: int) -> int:
    two = _worth(_heads(lines, first, 2)) - 0.5
    return 2 if two > _worth(_heads(lines, first, 1)) and _can_be_two(lines, first) else 1


def _is_word(cell: Cell) -> bool:
    return bool(cell.text) and cell.number is None and cell.day is None and not cell.text[0].isdigit()


def _can_be_two(lines: Sequence[Line], at: int) -> bool:
    """Whether two rows may be one head: one under the other, both of words, neither a label with its value."""
    if at + 1 >= len(lines) or lines[at + 1].number != lines[at].number + 1:
        return False
    figures = (cell.number is not None or cell.text[:1].isdigit() for line in lines[at : at + 2] for cell in line.cells)
    return not any(figures) and all(sum(map(_is_word, line.cells)) >= 3 for line in lines[at : at + 2])


def _heads(lines: Sequence[Line], first: int, rows: int) -> list[str]:
    """The head of each column: the words of its rows one below the other, each said once."""
    found = lines[first : first + rows]
    width = max((len(line.cells) for line in found), default=0)
    texts = []
    for column in range(width):
        cells = [line.cell(column) for line in found]
        texts.append(" ".join(dict.fromkeys(cell.text for cell in cells if _is_word(cell))))
    return texts


def _worth(texts: Sequence[str]) -> float:
    """How many fields a head names, a guess counting less; nothing where it names neither goods nor a code, or sums up."""
    if texts and any(folded(text) in total_words() for text in texts[:1]):
        return 0
    seen: dict[str, float] = {}
    for text in texts:
        head = recognise(text)
        if head.field and head.field not in UNREAD:
            seen[head.field] = max(seen.get(head.field, 0), _GUESSED if head.is_guess else 1)
    return sum(seen.values()) if "description" in seen or "hs" in seen else 0


def _table(grid: Grid, first: int, rows: int, choices: Choices, *, is_known: bool = True) -> Table:
    texts = _heads(grid.lines, first, rows)
    heads = [recognise(text) for text in texts]
    fields = _assigned(heads) if is_known else [""] * len(heads)
    guesses = ["like" if head.is_guess and name else "" for head, name in zip(heads, fields, strict=True)]
    for index, (head, name) in enumerate(zip(heads, fields, strict=True)):
        if is_known and head.field in FIELDS and not name:
            guesses[index] = "twice"
    for index, name in choices.columns.items():
        if 0 <= index < len(fields) and name in ("", *FIELDS):
            fields = ["" if each == name and name else each for each in fields]
            fields[index] = name
            guesses[index] = ""
    columns = tuple(Column(index, letters_of(index), text, fields[index], guesses[index]) for index, text in enumerate(texts))
    is_known = is_known or any(fields)
    russian = sum(folded(text) in russian_words() for text in texts) * 2 > sum(bool(text) for text in texts)
    return Table(first, first + rows - 1, columns, tuple(heads), is_known, russian)


def _assigned(heads: Sequence[Head]) -> list[str]:
    """Each field to one column: the one that names it, before one that is only like it; the first of several."""
    fields = [""] * len(heads)
    taken: set[str] = set()
    for guessed in (False, True):
        for index, head in enumerate(heads):
            if head.field in FIELDS and head.field not in taken and head.is_guess == guessed:
                fields[index] = head.field
                taken.add(head.field)
    return fields


def is_head_again(line: Line) -> bool:
    """Whether a row names columns once more: the head of the next page, or the same head in another language."""
    texts = [cell.text if _is_word(cell) else "" for cell in line.cells]
    return sum(folded(text) in column_words() for text in texts if text) >= 3 and not any(
        cell.number is not None for cell in line.cells
    )
