"""Tables of text (CSV): which encoding, which delimiter, then the cells; what is cut off or endless is refused with its line."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from charset_normalizer import from_bytes

from chorsu.documents.invoices.letters import tidy
from chorsu.documents.invoices.model import EMPTY, MOST_COLUMNS, Cell, Grid, Line
from chorsu.documents.invoices.sheet import check_size
from chorsu.documents.invoices.vocabulary import column_words, folded
from chorsu.facts import Fault, Faulty
from chorsu.text import Text, like_formula, say

# The encodings that invoices of the zone's partners come in, beside UTF-8 and UTF-16, which show themselves.
ENCODINGS = ("utf-8", "gb18030", "cp1251", "utf-16-le", "utf-16-be", "koi8-r", "cp866", "cp1252")
DELIMITERS = (";", ",", "\t", "|")
_MOST_LINE = 200_000
_MOST_QUOTED_LINES = 50
_HEAD = 16_384
_BYTE_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def read_table(content: bytes, encoding: str = "") -> tuple[Grid, str, bool]:
    """The cells, the encoding, and whether that is a guess. ``encoding`` is the one that somebody chose. Raises Faulty."""
    text, name, is_guess = _decoded(content, encoding)
    declared, text = _declared(text)
    return Grid("", tuple(_lines(text, declared or _delimiter(text)))), name, is_guess


def _refused(message: Text, expected: Text | None = None) -> Faulty:
    return Faulty((Fault("", message, expected or say("a table of text, its cells set apart by semicolons or commas")),))


def _decoded(content: bytes, chosen: str) -> tuple[str, str, bool]:
    for mark, name in _BYTE_MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(name, "replace"), name, False
    if chosen in ENCODINGS:
        return content.decode(chosen, "replace"), chosen, False
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if text.count("\0") * 5 < len(text):
            return text, "utf-8", False
    name = _guessed(content)
    return content.decode(name, "replace"), name, True


def _guessed(content: bytes) -> str:
    """UTF-8 with a few bad bytes; else the encoding in which most of the head's words are known; else by its letters."""
    head = content[:_HEAD]
    lost = head.decode("utf-8", "replace")
    bad, good = lost.count("\ufffd"), sum(ord(letter) > 127 for letter in lost)
    if good > bad * 4:
        return "utf-8"
    wide = head.count(0) * 5 > len(head)
    names = [name for name in ENCODINGS if name.startswith("utf-16") == wide and name != "utf-8"]
    known = {name: _known_words(head.decode(name, "replace")) for name in names}
    best = [name for name in names if known[name] == max(known.values())]
    if len(best) == 1:
        return best[0]
    likely = from_bytes(head, cp_isolation=best).best()
    found = likely.encoding.replace("_", "-") if likely else ""
    return found if found in best else "cp1252" if _is_western(head) and "cp1252" in best else best[0]


def _is_western(head: bytes) -> bool:
    """Whether letters of Western Europe stand among Latin ones: of three in a row, the outer two are plain."""
    alone = re.findall(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])", head)
    return len(alone) * 2 > sum(byte > 127 for byte in head)


def _known_words(text: str) -> int:
    lines = text.splitlines()[:30]
    cells = (cell for line in lines for mark in DELIMITERS for cell in line.split(mark))
    return len({folded(cell) for cell in cells if len(cell) < 100} & set(column_words()))


def _declared(text: str) -> tuple[str, str]:
    """The delimiter that a first line ``sep=;`` declares, and the text behind it."""
    first, _end, rest = text.partition("\n")
    word = first.strip()
    return (word[4:], rest) if word.lower().startswith("sep=") and word[4:] in DELIMITERS else ("", text)


def _delimiter(text: str) -> str:
    """What sets most known names of columns apart; else what stands equally often in the most lines."""
    lines = [line for line in io.StringIO(text[:_HEAD])][:30]

    def worth(mark: str) -> tuple[int, int]:
        known = max(
            (len({folded(cell.strip('" \r\n')) for cell in line.split(mark)} & set(column_words())) for line in lines), default=0
        )
        counts = Counter(line.count(mark) for line in lines if mark in line)
        return known if any(mark in line for line in lines) else 0, max(counts.values(), default=0)

    return max(DELIMITERS, key=worth)


def _bounded(text: str) -> Iterator[str]:
    for number, line in enumerate(io.StringIO(text, newline=""), 1):
        if len(line) > _MOST_LINE:
            raise _refused(say("Line {line} has more than {most} letters.", line=number, most=_MOST_LINE))
        yield line


def _lines(text: str, delimiter: str) -> Iterator[Line]:
    reader = csv.reader(_bounded(text), delimiter=delimiter)
    cells = lines = before = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            # The reader's own limit of a cell: a quotation mark that is never closed, or a cell that no invoice has.
            raise _refused(
                say("From line {line} on a cell does not end.", line=before + 1), say("quotation marks in pairs")
            ) from None
        begins, before = before + 1, reader.line_num
        if before - begins > _MOST_QUOTED_LINES:
            raise _refused(say("From line {line} on a cell does not end.", line=begins), say("quotation marks in pairs"))
        while row and not row[-1].strip():
            row.pop()
        if not row:
            continue
        if len(row) > MOST_COLUMNS:
            raise _refused(
                say("Row {row} has {count} columns; at most {most} are read.", row=begins, count=len(row), most=MOST_COLUMNS)
            )
        read = tuple(map(_cell, row))
        lines, cells = lines + 1, cells + sum(cell is not EMPTY for cell in read)
        check_size(lines, cells)
        yield Line(begins, read)


def _cell(written: str) -> Cell:
    text, fault = tidy(written)
    if text.startswith("'") and like_formula(text[1:]):
        # An apostrophe keeps spreadsheets from running what follows (our own exports set it); it is no part of the text.
        text = text[1:]
    elif text.startswith("=") and fault is None:
        fault = say("This is a formula; only its value can be read.")
    return Cell(text, fault=fault) if text or fault else EMPTY
