"""Print the boxes of a declaration on value and charges: a sheet for whoever fills in the declaration."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chorsu.documents.declaration import Box, Declaration, DeclaredItem
from chorsu.documents.declared import Payment
from chorsu.documents.load import DeclarationForm, declaration_form
from chorsu.documents.plan_page import ESTIMATED, Cell, Part, listing, subheading
from chorsu.documents.typeset import typeset
from chorsu.documents.words import check_language, figure, rate, state_name, word
from chorsu.text import in_language, spoken


def render_declaration_pdf(declaration: Declaration, language: str = "en", *, reference: str = "") -> bytes:
    """Print the draft on A4 (PDF/A-2b) in ``en``, ``zh`` or ``ru``; what is blank is marked. Raises ValueError for another."""
    check_language(language)
    form = declaration_form()
    title = f"{form.word('title', language)} {reference}".strip()
    data = {
        "title": title,
        "keywords": [reference] if reference else [],
        "lang": language,
        "head": title,
        "foot": declaration.on.isoformat(),
        "page": word("paper", "page", language),
        "gap": [form.word("blank", language)],
        "draft": None,
        "heading": [title],
        "parts": list(_parts(form, declaration, language)),
    }
    return typeset("plan.typ", data, on=declaration.on)


def _parts(form: DeclarationForm, declaration: Declaration, language: str) -> Iterator[Part]:
    legend = f"{ESTIMATED} {word('plan', 'estimated', language)}"
    yield {"kind": "text", "cell": {"text": f"{form.word('note', language)} {legend}.", "tone": "faint"}}
    yield _heading(f"{form.word('whole', language)}: {state_name(declaration.state, language)}, {declaration.on.isoformat()}")
    yield _boxes(form, declaration.boxes, language)
    for item in declaration.items:
        yield _heading(f"{form.word('item', language)} {item.number}")
        yield _boxes(form, item.boxes, language)
        yield subheading(f"44. {form.box('44', language)}")
        yield _documents(form, item, language)
        yield subheading(f"47. {form.box('47', language)}, {declaration.currency}")
        yield _payments(form, item, declaration.currency, language)
    yield _heading(f"B. {form.box('B', language)}")
    totals = [
        [row.code or _blank(form, language), in_language(row.names, language), _amount(form, row.amount, row.estimated, language)]
        for row in declaration.totals
    ]
    heads = [(form.word(name, language), share, False) for name, share in (("code", 12), ("kind", 60))]
    yield _table([*heads, (f"{form.word('amount', language)}, {declaration.currency} ({declaration.digits})", 30, True)], totals)
    if declaration.missing:
        yield _heading(form.word("missing", language))
        yield listing([_lack(form, row.box, row.item, row.text.in_(language), language) for row in declaration.missing])
    yield _heading(word("plan", "sources", language))
    yield listing([". ".join(part for part in (source.title, source.address) if part) for source in form.sources])


def _heading(text: str) -> Part:
    return {"kind": "heading", "level": 1, "text": text}


def _table(columns: list[tuple[str, int, bool]], rows: list[list[Cell]]) -> Part:
    heads = [{"head": head, "share": share, "right": right} for head, share, right in columns]
    return {"kind": "table", "columns": heads, "rows": rows}


def _boxes(form: DeclarationForm, boxes: tuple[Box, ...], language: str) -> Part:
    rows: list[list[Cell]] = []
    for box in boxes:
        why = spoken(box.why, language) or ""
        entry: Cell = f"{ESTIMATED if box.estimated else ''}{box.entry}" if box.entry else _blank(form, language)
        rows.append([box.number, form.box(box.number, language), entry, {"text": why, "tone": "faint"}])
    columns = [("box", 8), ("what", 34), ("entry", 34), ("base", 50)]
    heads = [
        (form.word(name, language) if name != "base" else word("plan", "why", language), share, False) for name, share in columns
    ]
    return _table(heads, rows)


def _documents(form: DeclarationForm, item: DeclaredItem, language: str) -> Part:
    blank = _blank(form, language)
    rows: list[list[Cell]] = [[row.code or blank, in_language(row.names, language), blank] for row in item.documents]
    return _table(
        [(form.word(name, language), share, False) for name, share in (("code", 12), ("paper", 70), ("number", 30))], rows
    )


def _payments(form: DeclarationForm, item: DeclaredItem, currency: str, language: str) -> Part:
    rows: list[list[Cell]] = []
    for row in item.payments:
        kind: Cell = {"text": row.code, "notes": [in_language(row.names, language)]}
        base = _amount(form, row.base, row.estimated and row.unit == currency, language, word("unit", row.unit, language))
        rows.append(
            [kind, base, rate(row.rate, language), _payment_amount(form, row, language), row.method or _blank(form, language)]
        )
    columns = (("kind", 34, False), ("base", 36, True), ("rate", 26, False), ("amount", 34, True), ("method", 16, False))
    return _table([(form.word(name, language), share, right) for name, share, right in columns], rows)


def _payment_amount(form: DeclarationForm, row: Payment, language: str) -> Cell:
    if not row.counts and row.amount is not None:
        return {"text": f"({figure(row.amount)})", "tone": "faint"}
    return _amount(form, row.amount, row.estimated, language)


def _amount(form: DeclarationForm, amount: Any, estimated: bool, language: str, unit: str = "") -> Cell:
    if amount is None:
        return _blank(form, language)
    return f"{ESTIMATED if estimated else ''}{figure(amount)} {unit}".strip()


def _blank(form: DeclarationForm, language: str) -> Cell:
    return {"text": form.word("blank", language), "tone": "warning"}


def _lack(form: DeclarationForm, box: str, item: int, text: str, language: str) -> str:
    place = f"{form.word('box', language)} {box}" + (f", {form.word('item', language)} {item}" if item else "")
    return f"{place}: {text}"
