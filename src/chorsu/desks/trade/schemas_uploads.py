"""Invoices that are sent in, as the API shows and takes them."""

from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from chorsu.desks.api.types import Given, Key, Moment, Number, YesNo, text_of
from chorsu.desks.language import engine_language
from chorsu.desks.trade.models import Upload
from chorsu.desks.trade.previews import preview_of
from chorsu.documents.invoices import Choices, Preview

# A fault or guess is mended one by one; who has more mends the file.
MOST_SHOWN = 200
Words = Annotated[dict[text_of(300), text_of(2000)], Field(max_length=2000)]


class UploadRead(Schema):
    """An invoice that was sent in, and how its reading went."""

    id: Key
    name: str
    kind: str = Field(description="xlsx, csv or xml, by what it holds.")
    rows: int = Field(description="How many rows of goods were read.")
    faults: int = Field(description="How many cells cannot be read. None may be left when a case is made of it.")
    guesses: int = Field(description="How many guesses are not confirmed. None may be left when a case is made of it.")
    made_at: Moment


class UploadLine(UploadRead):
    """An invoice that was sent in, in few words."""

    @staticmethod
    def resolve_kind(upload: Upload) -> str:
        return upload.preview["kind"]

    @staticmethod
    def resolve_rows(upload: Upload) -> int:
        return upload.preview["rows"]

    @staticmethod
    def resolve_faults(upload: Upload) -> int:
        return upload.preview["faults"]

    @staticmethod
    def resolve_guesses(upload: Upload) -> int:
        return upload.preview["guesses"]


class CellFaultShown(Schema):
    """What is wrong in a cell."""

    cell: str = Field(description="Its address: `Sheet1!C7`, or the XPath of an element.")
    row: int
    field: str
    written: str
    message: str
    expected: str
    key: str = Field(description="The name under which `meanings` mends all cells of these words; empty where there is none.")


class GuessShown(Schema):
    """What was taken without being said plainly."""

    key: str = Field(description="Its name among `confirmed` and `meanings`.")
    field: str
    written: str
    value: str
    why: str
    cells: list[str]
    count: int
    options: list[str]
    confirmed: bool


class ColumnShown(Schema):
    """A column of the table."""

    index: int = Field(description="Counted from 0.")
    letters: str
    head: str
    field: str = Field(description="The field that it was taken for; empty: not read.")


class ChoicesGiven(Given):
    """What whoever sent the invoice answers, all of it anew: columns, meanings of words, cells, fields of the consignment."""

    sheet: text_of(200) = ""
    encoding: text_of(40) = ""
    header: Number = Field(0, ge=0, le=10_000, description="The row of the heads; 0 for what was found.")
    columns: Annotated[dict[Annotated[str, Field(pattern="^[0-9]{1,3}$")], text_of(40)], Field(max_length=100)] = Field(
        default_factory=dict, description="The field of a column, by its index."
    )
    meanings: Words = Field(default_factory=dict, description="What a word means, by the key of its fault or guess.")
    cells: Words = Field(default_factory=dict, description="What a cell should have said, by `ROW:FIELD`: `3:quantity`.")
    codes: Words = Field(default_factory=dict, description="Six digits, by the description of the goods.")
    answers: Annotated[dict[text_of(60), Any], Field(max_length=60)] = Field(
        default_factory=dict, description="Fields of the consignment that the file does not tell: `from`, `to`, `ready` …"
    )
    left_out: Annotated[list[Number], Field(max_length=10_000)] = Field(default_factory=list, description="Rows left out.")
    confirmed: Annotated[list[text_of(300)], Field(max_length=2000)] = Field(
        default_factory=list, description="The keys of the guesses that are right."
    )
    together: YesNo = Field(False, description="Rows of the same goods become one item.")


class UploadShown(UploadRead):
    """An invoice that was sent in, with all that was read of it."""

    sheets: list[str]
    header: int
    columns: list[ColumnShown]
    cell_faults: list[CellFaultShown] = Field(description=f"The first {MOST_SHOWN}.")
    guessed: list[GuessShown] = Field(description=f"The first {MOST_SHOWN}.")
    choices: dict[str, Any] = Field(description="As `ChoicesGiven`: what was answered so far.")
    document: dict[str, Any] = Field(description="The consignment that it makes, as far as it goes.")

    @staticmethod
    def of(upload: Upload) -> dict:
        """The invoice, read again with the answers given so far."""
        read, language = preview_of(upload.digest, Choices.of(upload.preview["choices"])), engine_language()
        line = {name: upload.preview[name] for name in ("kind", "rows", "faults", "guesses")}
        return line | {
            "id": upload.pk,
            "name": upload.name,
            "made_at": upload.made_at,
            "sheets": list(read.sheets),
            "header": read.header,
            "columns": [{name: getattr(row, name) for name in ColumnShown.model_fields} for row in read.columns],
            "cell_faults": [_fault(row, language) for row in read.all_faults[:MOST_SHOWN]],
            "guessed": [_guess(row, language) for row in read.guesses[:MOST_SHOWN]],
            "choices": upload.preview["choices"],
            "document": dict(read.document),
        }


class RowShown(Schema):
    """A row of goods as it was read."""

    number: int = Field(description="Its number in the file.")
    item: dict[str, Any] = Field(description="The item that it makes, as in `Consignment`.")
    faults: list[CellFaultShown]


class RowPage(Schema):
    """A page of rows."""

    items: list[RowShown]
    next: str | None = Field(description="The address of the next page; null on the last.")


class RowsAsked(Given):
    """Which rows."""

    limit: int = Field(100, ge=1, le=1000, description="How many at once.")
    after: int = Field(0, ge=0, le=10**9, description="The number of the last row of the page before; `next` has it.")
    faulty: bool = Field(False, description="Only rows with a fault.")


def rows_of(upload: Upload, asked: RowsAsked) -> tuple[list[dict], bool]:
    """The rows asked for, and whether there are more."""
    read: Preview = preview_of(upload.digest, Choices.of(upload.preview["choices"]))
    language = engine_language()
    rows = [row for row in read.rows if row.number > asked.after and (row.faults or not asked.faulty)]
    shown = [
        {"number": row.number, "item": dict(row.item), "faults": [_fault(fault, language) for fault in row.faults]}
        for row in rows[: asked.limit]
    ]
    return shown, len(rows) > asked.limit


def _fault(row, language: str) -> dict:
    told = {"message": row.message.in_(language), "expected": row.expected.in_(language) if row.expected else ""}
    return {name: getattr(row, name) for name in ("cell", "row", "field", "written", "key")} | told


def _guess(row, language: str) -> dict:
    names = ("key", "field", "written", "value", "count", "confirmed")
    told = {"why": row.why.in_(language), "cells": list(row.cells), "options": list(row.options)}
    return {name: getattr(row, name) for name in names} | told
