"""Print the invoice and the packing list: English, and beside it Chinese or Russian, as papers of this trade are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chorsu.consignment import Party
from chorsu.documents.load import headings
from chorsu.documents.model import Invoice, InvoiceLine, PackedLine, PackingList
from chorsu.documents.typeset import typeset
from chorsu.documents.words import Places, check_language, day, figure, pair, place, state, unit, word

_NO_PLACES: Places = {}
_FIGURES = ("quantity", "unit_price", "amount", "net_mass", "gross_mass")


def invoice_to_pdf(invoice: Invoice, language: str = "en", *, places: Places = _NO_PLACES) -> bytes:
    """Print the invoice on A4 (PDF/A-2b) in English and, beside it, in ``zh`` or ``ru``.

    ``places`` gives the names of places by their code. What is not said yet is marked "to be filled", and a draft as one.
    Raises ValueError for another language.
    """
    check_language(language)
    columns = [("line", 6), ("description", 42), ("hs", 28), ("origin", 16), ("quantity", 26), ("unit_price", 24), ("amount", 28)]
    total = f"{figure(invoice.total, least_decimals=2)} {invoice.currency}"
    terms = " ".join(part for part in (invoice.incoterm, place(invoice.incoterm_place, language, places)) if part)
    page = _page(invoice, "invoice", language) | {
        "fields": [
            [pair("paper", "number", language), invoice.number or None],
            [pair("paper", "date", language), day(invoice.issued_on)],
            [pair("paper", "contract", language), invoice.contract or None],
            [pair("paper", "delivery_terms", language), terms or None],
            [pair("paper", "from", language), place(invoice.origin, language, places) or None],
            [pair("paper", "to", language), place(invoice.destination, language, places) or None],
            [pair("paper", "payment_terms", language), invoice.payment_terms or None],
            [pair("paper", "currency", language), invoice.currency],
            *_reference(invoice.reference, language),
        ],
        "columns": _columns(columns, language),
        "rows": [_sold(number, line, language) for number, line in enumerate(invoice.lines, 1)],
        "totals": ["", " / ".join(pair("paper", "total", language)), "", "", "", "", total],
        "below": _masses(invoice, language),
    }
    return typeset("paper.typ", page, on=invoice.issued_on)


def packing_list_to_pdf(paper: PackingList, language: str = "en", *, places: Places = _NO_PLACES) -> bytes:
    """Print the packing list on A4; see :func:`invoice_to_pdf`."""
    check_language(language)
    columns = [
        ("line", 6),
        ("description", 48),
        ("hs", 24),
        ("packages", 34),
        ("quantity", 24),
        ("net_mass", 21),
        ("gross_mass", 21),
    ]
    count = None if paper.package_count is None else figure(paper.package_count)
    boxes = ", ".join(f"{box.count} × {box.type}" for box in paper.containers)
    page = _page(paper, "packing_list", language) | {
        "fields": [
            [pair("paper", "number", language), paper.number or None],
            [pair("paper", "date", language), day(paper.issued_on)],
            [pair("paper", "invoice_number", language), paper.invoice_number or None],
            [pair("paper", "from", language), place(paper.origin, language, places) or None],
            [pair("paper", "to", language), place(paper.destination, language, places) or None],
            [pair("paper", "containers", language), boxes or None],
            *_reference(paper.reference, language),
        ],
        "columns": _columns(columns, language),
        "rows": [_packed(number, line, language) for number, line in enumerate(paper.lines, 1)],
        "totals": [
            "",
            " / ".join(pair("paper", "total", language)),
            "",
            count,
            "",
            _mass(paper.net_mass),
            _mass(paper.gross_mass),
        ],
        "below": [],
    }
    return typeset("paper.typ", page, on=paper.issued_on)


def _page(paper: Invoice | PackingList, kind: str, language: str) -> dict[str, Any]:
    """What both papers share."""
    title = f"{word('paper', kind, language)} {paper.number}".strip()
    return {
        "title": title,
        "keywords": [word("paper", kind, "en"), paper.number],
        "lang": language,
        "head": title,
        "foot": None,
        "page": word("paper", "page", language),
        "gap": pair("paper", "to_be_filled", language),
        "draft": pair("paper", "draft", language) if paper.draft else None,
        "draft_note": pair("paper", "draft_note", language) if paper.draft else None,
        "heading": pair("paper", kind, language),
        "seller": [pair("paper", "seller", language), _party(paper.seller, language)],
        "buyer": [pair("paper", "buyer", language), _party(paper.buyer, language)],
        "notes": list(paper.notes),
        "notes_head": pair("paper", "notes", language),
        "signature": pair("paper", "signature", language),
    }


def _party(party: Party | None, language: str) -> dict[str, Any] | None:
    if party is None:
        return None
    return {"name": party.name or None, "address": party.address or None, "country": state(party.country, language)}


def _reference(reference: str, language: str) -> list[list[Any]]:
    return [[pair("paper", "reference", language), reference]] if reference else []


def _columns(columns: list[tuple[str, int]], language: str) -> list[dict[str, Any]]:
    return [{"head": pair("paper", name, language), "share": share, "right": name in _FIGURES} for name, share in columns]


def _sold(number: int, line: InvoiceLine, language: str) -> list[Any]:
    producer = [f"{' / '.join(pair('paper', 'producer', language))}: {line.producer}"] if line.producer else []
    codes = [f"{nomenclature} {code}" for nomenclature, code in line.codes.items()]
    return [
        str(number),
        [line.description or None, *producer],
        [line.hs or None, *codes],
        line.origin or None,
        _quantity(line, language),
        None if line.unit_price is None else figure(line.unit_price, least_decimals=2),
        figure(line.amount, least_decimals=2),
    ]


def _packed(number: int, line: PackedLine, language: str) -> list[Any]:
    return [
        str(number),
        [line.description or None],
        line.hs or None,
        _packages(line, language),
        _quantity(line, language),
        _mass(line.net_mass),
        _mass(line.gross_mass),
    ]


def _packages(line: PackedLine, language: str) -> list[Any] | None:
    packages = line.packages
    if packages is None:
        return None
    names: Mapping[str, str] | None = headings("package").get(packages.type)
    kind = " / ".join(dict.fromkeys((names["en"], names[language]))) if names else packages.type
    marks = [f"{' / '.join(pair('paper', 'marks', language))}: {packages.marks}"] if packages.marks else []
    return [f"{figure(packages.count)} {kind}".strip(), *marks]


def _quantity(line: InvoiceLine | PackedLine, language: str) -> str | None:
    if line.quantity is None:
        return None
    return f"{figure(line.quantity)} {unit(line.unit, language)}".strip()


def _mass(kilograms: Any) -> str | None:
    return None if kilograms is None else figure(kilograms)


def _masses(invoice: Invoice, language: str) -> list[list[Any]]:
    return [
        [pair("paper", "net_mass", language), _mass(invoice.net_mass)],
        [pair("paper", "gross_mass", language), _mass(invoice.gross_mass)],
    ]
