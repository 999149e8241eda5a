"""What stands above and below the table: the parties, the places, the term, the currency, each with its cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from chorsu.consignment import INCOTERMS
from chorsu.documents.invoices.figures import read_day
from chorsu.documents.invoices.guesses import Guesses
from chorsu.documents.invoices.model import Grid, Line, Value
from chorsu.documents.invoices.vocabulary import country_of, currency_of, folded, head_words
from chorsu.text import say

_TERM = re.compile(rf"(?<![A-Za-z])({'|'.join(INCOTERMS)})(?![A-Za-z])\W*(.*)", re.DOTALL)
_EDITION = re.compile(r"\(?,?\s*incoterms\W*(®)?\W*\d{0,4}\)?|\(?,?\s*инкотермс\W*\d{0,4}\)?", re.IGNORECASE)
_MOST = 200


def read_head(grid: Grid, lines: Iterable[Line], guesses: Guesses) -> dict[str, Value]:
    """The fields of the consignment that stand outside of the table, by name; the first place that tells one counts."""
    found: dict[str, Value] = {}
    told = [(name, text, cell) for name, (text, cell) in grid.head.items()]
    for name, text, cell in (*told, *(each for line in lines for each in _told(grid, line))):
        if name not in found and text:
            for field, value in _meant(name, text[:_MOST], cell, guesses):
                found.setdefault(field, Value(cell, text[:_MOST], value))
    return found


def _told(grid: Grid, line: Line) -> Iterator[tuple[str, str, str]]:
    cells = [(column, cell) for column, cell in enumerate(line.cells) if cell.text and not cell.merged]
    for place, (column, cell) in enumerate(cells):
        label, mark, rest = _split(cell.text)
        name = head_words().get(folded(label), "")
        if name and mark and rest:
            yield name, rest, grid.at(line.number, column)
        elif name and place + 1 < len(cells):
            after, value = cells[place + 1]
            if not head_words().get(folded(_split(value.text)[0])):
                yield name, value.text, grid.at(line.number, after)
        elif (match := _TERM.match(cell.text)) and len(cell.text) < 60:
            yield "incoterm", match[0], grid.at(line.number, column)


def _split(text: str) -> tuple[str, bool, str]:
    label, mark, rest = re.sub("：", ":", text).partition(":")
    if not mark and (match := re.match(r"(.*?)\s*(?:№|No\.?|#)\s*(\S.*)", text)):
        return match[1], True, match[2]
    return label, bool(mark), rest.strip()


def _meant(name: str, text: str, cell: str, guesses: Guesses) -> Iterator[tuple[str, str]]:
    """The consignment's fields that a told text fills; none where it cannot be understood."""
    if name == "incoterm":
        yield from _term(text)
    elif name == "currency":
        code, others = currency_of(text)
        if code:
            yield name, guesses.sign(text, code, others, cell) if others else code
    elif name in ("origin", "consignor_country", "consignee_country"):
        code, is_guess = country_of(text)
        why = say("The state's name is only like one on file.")
        if code:
            yield name, guesses.meaning("origin", text, code, why, cell) if is_guess else code
    elif name == "ready":
        day, is_guess = read_day(text)
        if day and is_guess:
            guesses.add("ready", "ready", text, day.isoformat(), say("Day and month may be the other way round."), cell)
        yield from ((name, day.isoformat()) for day in (day,) if day)
    elif name in ("consignor", "consignee"):
        party, country = _party(text)
        yield name, party
        if country:
            yield f"{name}_country", country
    else:
        yield name, text


def _term(text: str) -> Iterator[tuple[str, str]]:
    if match := _TERM.search(text):
        yield "incoterm", match[1]
        if place := _EDITION.sub("", match[2]).strip(" ,.;"):
            yield "incoterm_place", place


def _party(text: str) -> tuple[str, str]:
    """The name of a party, and its state where the text ends with one behind a comma."""
    name, mark, last = re.sub("[，;；]", ",", text).rpartition(",")
    code, is_guess = country_of(last.strip(" ."))
    return (text[: len(name)].strip(), code) if mark and name.strip() and code and not is_guess else (text, "")
