"""The papers, issuers and headings on file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import tomli

from chorsu.documents.model import Issuer, Names
from chorsu.facts import Source
from chorsu.text import in_language


@dataclass(frozen=True)
class PaperRow:
    """A row of papers.toml; the head of that file says what its fields mean."""

    kind: str
    route: str
    for_side: str
    names: Names = field(hash=False)
    why: Names = field(hash=False)
    issued_by: str
    valid_from: date
    valid_to: date | None = None
    lodged_with: str = ""
    modes: tuple[str, ...] = ()
    from_states: tuple[str, ...] = ()
    to_states: tuple[str, ...] = ()
    not_from_states: tuple[str, ...] = ()
    not_to_states: tuple[str, ...] = ()
    accompanies: str = ""
    proof: str = ""
    draft: str | None = None
    if_asked: bool = False
    customs: bool = False
    source: Source | None = None

    def fits(self, export_state: str, import_state: str, on: date) -> bool:
        """Whether the row speaks of this pair of states on that day."""
        return (
            (not self.from_states or export_state in self.from_states)
            and (not self.to_states or import_state in self.to_states)
            and export_state not in self.not_from_states
            and import_state not in self.not_to_states
            and self.valid_from <= on
            and (self.valid_to is None or on <= self.valid_to)
        )


@cache
def papers_on_file() -> tuple[PaperRow, ...]:
    """The rows of papers.toml, in the order in which people read the list."""
    return tuple(
        PaperRow(
            kind=row["kind"],
            route=row["route"],
            for_side=row["for"],
            names=row["names"],
            why=row.get("why", {}),
            issued_by=row["issued_by"],
            valid_from=row["valid_from"],
            valid_to=row.get("valid_to"),
            lodged_with=row.get("lodged_with", ""),
            modes=tuple(row.get("modes", ())),
            from_states=tuple(row.get("from", ())),
            to_states=tuple(row.get("to", ())),
            not_from_states=tuple(row.get("not_from", ())),
            not_to_states=tuple(row.get("not_to", ())),
            accompanies=row.get("accompanies", ""),
            proof=row.get("proof", ""),
            draft=row.get("draft"),
            if_asked=row.get("if_asked", False),
            customs=row.get("customs", False),
            source=Source.of(row.get("source")),
        )
        for row in _table("papers.toml")["paper"]
    )


@cache
def issuers() -> Mapping[str, Issuer]:
    """Authorities and parties by their id."""
    table = _table("authorities.toml")
    rows = [*table["authority"], *table["party"]]
    return {
        row["id"]: Issuer(
            id=row["id"],
            names=row["names"],
            state=row.get("state", ""),
            roles=tuple(row.get("roles", ())),
            source=Source.of(row.get("source")),
            contact=_contact(row),
        )
        for row in rows
    }


@dataclass(frozen=True)
class PaymentRow:
    """The code of a kind of charge in a declaration (empty where it depends on the goods). ``once``: owed once a declaration."""

    kind: str
    code: str
    names: Names = field(hash=False)
    once: bool = False


@dataclass(frozen=True)
class DocumentRow:
    """The code of a document in a declaration, by the kind of paper or by the proof that it is."""

    kind: str
    proof: str
    code: str
    names: Names = field(hash=False)
    consignment: bool = False


@dataclass(frozen=True, eq=False)
class DeclarationForm:
    """What declaration.toml holds; the head of that file says what its fields mean. ``states`` gives the digits of a currency."""

    states: Mapping[str, str]
    procedure: str
    procedure_words: Names
    procedure_source: Source | None
    method: str
    no_preference: Mapping[str, str]
    boxes: Mapping[str, Names]
    words: Mapping[str, Names]
    payments: tuple[PaymentRow, ...]
    documents: tuple[DocumentRow, ...]
    silent: frozenset[str]
    units: Mapping[str, str]
    sources: tuple[Source, ...]

    def box(self, number: str, language: str) -> str:
        """The name of a box."""
        return in_language(self.boxes.get(number), language)

    def word(self, name: str, language: str) -> str:
        """A fixed word of the page of the form."""
        return in_language(self.words[name], language)

    def payment(self, kind: str) -> PaymentRow | None:
        """The row of a kind of charge; None where none is on file."""
        return next((row for row in self.payments if row.kind == kind), None)

    def document(self, kind: str) -> DocumentRow | None:
        """The row of a kind of paper; None where none is on file."""
        return next((row for row in self.documents if row.kind == kind), None)

    def proof(self, name: str) -> DocumentRow | None:
        """The row of a proof; None where none is on file."""
        return next((row for row in self.documents if row.proof == name), None)


@cache
def declaration_form() -> DeclarationForm:
    """The form of the goods declaration of the EAEU."""
    table = _table("declaration.toml")
    sources = (table[f"{name}_source"] for name in ("form", "procedure", "payment", "document", "unit"))
    return DeclarationForm(
        states={code: row["digits"] for code, row in table["states"].items()},
        procedure=table["procedure"]["value"],
        procedure_words=table["procedure"]["text"],
        procedure_source=Source.of(table["procedure_source"]),
        method=table["method"]["value"],
        no_preference=table["no_preference"],
        boxes=table["box"],
        words=table["word"],
        payments=tuple(
            PaymentRow(row["kind"], row.get("code", ""), row["names"], row.get("once", False)) for row in table["payment"]
        ),
        documents=tuple(
            DocumentRow(row.get("kind", ""), row.get("proof", ""), row["code"], row["names"], row.get("consignment", False))
            for row in table["document"]
        ),
        silent=frozenset(table["silent"]["kinds"]),
        units=table["unit"],
        sources=tuple(source for source in map(Source.of, sources) if source is not None),
    )


def _contact(row: Mapping[str, Any]) -> Mapping[str, str]:
    known = {"address": row.get("address"), "phone": ", ".join(row.get("phone", ())), "website": row.get("website")}
    return {name: value for name, value in known.items() if value}


@cache
def headings(group: str) -> Mapping[str, Names]:
    """The fixed words of a group of headings.toml (``paper``, ``plan``, ``unit`` …), by name."""
    return _table("headings.toml")[group]  # type: ignore[no-any-return]


def template(name: str) -> bytes:
    """The text of a page template on file."""
    return (files("chorsu") / "data" / "documents" / name).read_bytes()


@cache
def _table(name: str) -> dict[str, Any]:
    return tomli.loads((files("chorsu") / "data" / "documents" / name).read_text(encoding="utf-8"))
