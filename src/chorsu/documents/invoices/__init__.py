"""Invoices as they are sent in (XLSX, CSV, UBL): a preview of every row, fault and guess, and the consignment that they make."""

from chorsu.documents.invoices.choices import Choices
from chorsu.documents.invoices.codes import suggest
from chorsu.documents.invoices.model import FIELDS, MOST_BYTES, MOST_ROWS, CellFault, Column, Guess, LeftOut, Preview, Row, Value
from chorsu.documents.invoices.read import KINDS, cells_of, read_invoice
from chorsu.documents.invoices.write import invoice_rows, to_text, to_workbook

__all__ = [
    "FIELDS",
    "KINDS",
    "MOST_BYTES",
    "MOST_ROWS",
    "CellFault",
    "Choices",
    "Column",
    "Guess",
    "LeftOut",
    "Preview",
    "Row",
    "Value",
    "cells_of",
    "invoice_rows",
    "read_invoice",
    "suggest",
    "to_text",
    "to_workbook",
]
