"""A paper as JSON: the fields of its type, figures as decimal strings, what is not said left out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from chorsu.consignment import Party, read_container, read_packages
from chorsu.documents.model import Invoice, InvoiceLine, PackedLine, PackingList
from chorsu.facts import Faulty, plain
from chorsu.reading import Reader, parse_json
from chorsu.text import say

KINDS = {Invoice: "invoice", PackingList: "packing_list"}


def to_json(paper: Invoice | PackingList) -> bytes:
    """Write a paper with its ``type``: ``invoice`` or ``packing_list``. :func:`from_json` reads it back the same."""
    return json.dumps({"type": KINDS[type(paper)], **_written(paper)}, ensure_ascii=False, indent=2).encode()


def _written(value: Any) -> Any:
    if is_dataclass(value):
        value = {each.name: getattr(value, each.name) for each in fields(value)}
    if isinstance(value, Mapping):
        return {name: _written(each) for name, each in value.items() if each not in (None, "", (), {})}
    if isinstance(value, tuple):
        return [_written(each) for each in value]
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else value


def from_json(raw: bytes | str) -> Invoice | PackingList:
    """Read what :func:`to_json` writes. Raises Faulty with every fault and its path."""
    reader = Reader(parse_json(raw))
    kind = reader.one_of("type", tuple(KINDS.values()), required=True)
    paper: Invoice | PackingList = _packing_list(reader) if kind == "packing_list" else _invoice(reader)
    if reader.faults:
        raise Faulty(tuple(reader.faults))
    return paper


def _head(reader: Reader) -> dict[str, Any]:
    """The fields that every paper has."""
    texts = ("number", "origin", "destination", "reference")
    return {
        **{name: reader.text(name) for name in texts},
        "issued_on": reader.day("issued_on", required=True) or date.min,
        "seller": _party(reader.child("seller")) if reader.has("seller") else None,
        "buyer": _party(reader.child("buyer")) if reader.has("buyer") else None,
        "notes": reader.texts("notes"),
        "draft": reader.data.get("draft") is not False,
    }


def _party(reader: Reader) -> Party:
    return Party(reader.text("name"), reader.country("country"), reader.text("address"))


def _invoice(reader: Reader) -> Invoice:
    terms = {name: reader.text(name) for name in ("incoterm", "incoterm_place", "contract", "payment_terms")}
    return Invoice(
        **(_head(reader) | terms),
        currency=reader.currency("currency", required=True),
        lines=tuple(_sold(line) for line in reader.children("lines")),
    )


def _packing_list(reader: Reader) -> PackingList:
    return PackingList(
        **_head(reader),
        invoice_number=reader.text("invoice_number"),
        containers=tuple(read_container(box) for box in reader.children("containers", most=1000)),
        lines=tuple(_packed(line) for line in reader.children("lines")),
    )


def _goods(reader: Reader) -> dict[str, Any]:
    """The fields that the lines of every paper have."""
    figure = say("a decimal figure, for example 560.25")
    return {
        **{name: reader.text(name) for name in ("description", "hs", "unit")},
        "origin": reader.country("origin"),
        **{name: reader.decimal(name, figure) for name in ("quantity", "net_mass", "gross_mass")},
    }


def _sold(reader: Reader) -> InvoiceLine:
    money = say('an amount of money, for example "120.50"')
    codes = reader.child("codes") if reader.has("codes") else Reader({})
    return InvoiceLine(
        **_goods(reader),
        amount=reader.decimal("amount", money, required=True) or Decimal(0),
        unit_price=reader.decimal("unit_price", money),
        codes={name: codes.text(name) for name in codes.data},
        producer=reader.text("producer"),
    )


def _packed(reader: Reader) -> PackedLine:
    packages = read_packages(reader.child("packages")) if reader.has("packages") else None
    return PackedLine(**_goods(reader), packages=packages)
