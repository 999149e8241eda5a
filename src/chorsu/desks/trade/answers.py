"""What a page asks about an invoice, and the choices that the answers make."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from chorsu.consignment import INCOTERMS
from chorsu.desks.language import engine_language
from chorsu.desks.plans.forms import ConsignmentForm, document_of, state, text, written_in_form
from chorsu.desks.plans.search import goods_label, place_label
from chorsu.desks.plans.typed import plain_figure
from chorsu.documents.invoices import FIELDS, Choices, Preview
from chorsu.documents.invoices.vocabulary import country_of, currency_of, unit_of

MOST_SHOWN = 60
_FIGURES = ("quantity", "value", "net_mass", "gross_mass", "unit_price", "packages")
_OF_ROWS = ("currency", "origin")


class AnswerForm(ConsignmentForm):
    """What an invoice does not tell, or tells otherwise: the consignment but its goods."""

    incoterm = forms.ChoiceField(label=_("Incoterm"), choices=[("", "—"), *((term, term) for term in INCOTERMS)], required=False)
    rows_currency = text(_("Currency of the rows"), most=3, hint=_("For the rows that name none"), list="currencies")
    rows_origin = state(_("Origin of the rows"))


def told(read: Preview, choices: Choices) -> dict:
    """What the form shows: what the file tells, and what was answered."""
    language = engine_language()
    document = {name: value for name, value in read.document.items() if name != "items"}
    fields, _items = written_in_form(
        document,
        place_label=lambda code: place_label(code, language),
        goods_label=lambda hs: goods_label(hs, language),
    )
    fields["buyer_kind"] = fields["buyer_kind"] or "business"
    return fields | {f"rows_{name}": choices.answers.get(name, "") for name in _OF_ROWS}


def taken(post, form: AnswerForm, read: Preview, before: Choices) -> Choices:
    """The choices of before with what was posted. What was not on the page that was sent stays as it was."""
    post = _keepable(post)
    sheet = post.get("sheet", before.sheet) if post.get("sheet", "") in read.sheets else before.sheet
    encoding = post.get("encoding", before.encoding)[:20]
    header = _number(post.get("header")) or before.header
    # Another sheet, encoding or head is another table: what was said of the cells of this one does not hold there.
    moved = (
        (sheet and sheet != read.sheet)
        or (encoding and read.encoding and encoding != read.encoding)
        or (header and header != read.header)
    )
    if moved:
        return Choices(sheet=sheet, encoding=encoding, header=header if header != read.header else 0, answers=before.answers)
    return Choices(
        sheet=sheet,
        encoding=before.encoding,
        header=before.header,
        columns=_columns(post, read, before),
        meanings=_meanings(post, read, before),
        cells=_cells(post, before),
        codes=_codes(post, read, before),
        answers=_answers(form, read, before) if "place_from" in post else before.answers,
        left_out=_left_out(post, before),
        confirmed=_confirmed(post, read, before),
        together=post.get("together") == "1" if "place_from" in post else before.together,
    )


def _keepable(post):
    """What was posted without NUL, which no database keeps."""
    kept = post.copy()
    for name, values in post.lists():
        kept.setlist(name, [value.replace("\0", " ") for value in values])
    return kept


def _number(written) -> int:
    return int(written) if written and written.isascii() and written.isdigit() and len(written) < 8 else 0


def _columns(post, read: Preview, before: Choices) -> dict[int, str]:
    chosen = dict(before.columns)
    for column in read.columns:
        name = post.get(f"column-{column.index}")
        if name is not None and name in ("", *FIELDS) and (name != column.field or column.index in chosen):
            chosen[column.index] = name
    return chosen


def _meanings(post, read: Preview, before: Choices) -> dict[str, str]:
    meanings = dict(before.meanings)
    for guess in read.guesses:
        given = post.get(f"means-{guess.key}", guess.value)
        if guess.key.startswith("origin:"):
            given = country_of(given)[0] or guess.value
        elif given not in guess.options:
            continue
        if given != guess.value:
            meanings[guess.key] = given
    for fault in read.all_faults:
        given = post.get(f"means-{fault.key}", "").strip()[:60] if fault.key else ""
        if given:
            meanings[fault.key] = _meant(fault.field, given)
    return meanings


def _cells(post, before: Choices) -> dict[str, str]:
    cells = {name: value for name, value in before.cells.items() if f"undo-{name}" not in post}
    for name, written in post.items():
        match = re.fullmatch(r"cell-(\d{1,7}):(\w+)", name)
        if match and match[2] in FIELDS and written.strip():
            cells[f"{match[1]}:{match[2]}"] = _meant(match[2], written.strip()[:500])
    return cells


def _codes(post, read: Preview, before: Choices) -> dict[str, str]:
    codes = dict(before.codes)
    described = {row.item.get("description") for row in read.rows}
    for name, description in post.items():
        match = re.fullmatch(r"code-of-(\d{1,4})", name)
        if not match or description not in described:
            continue
        digits = _digits(post.get(f"typed-code-{match[1]}", "")) or _digits(post.get(f"code-{match[1]}", ""))
        if digits:
            codes[description] = digits
    return codes


def _digits(written: str) -> str:
    found = re.match(r"\s*(\d{4})\.?(\d{2})(?!\d)", written)
    return found[1] + found[2] if found else ""


def _meant(field: str, written: str) -> str:
    """A value as the consignment has it, from what a person typed for it."""
    if field in _FIGURES:
        return plain_figure(written, engine_language())
    if field == "origin":
        return country_of(written)[0] or written
    if field == "unit":
        return unit_of(written) or written.upper()
    if field == "currency":
        return currency_of(written)[0] or written.upper()
    return (_digits(written) or written) if field == "hs" else written


def _answers(form: AnswerForm, read: Preview, before: Choices) -> dict:
    posted = {name: value for name, value in document_of(form, []).items() if name != "items"}
    answers = {name: posted.get(name) or "" for name in {*posted, *read.told} if posted.get(name, "") != read.told.get(name, "")}
    for name in _OF_ROWS:
        if f"rows_{name}" in form.data:
            given = str(form.cleaned_data.get(f"rows_{name}") or "").strip()
        else:
            given = str(before.answers.get(name) or "")
        if given:
            answers[name] = given.upper()
    return answers


def _left_out(post, before: Choices) -> frozenset[int]:
    left = {_number(number) for number in post.getlist("leave")} - {0}
    back = {_number(number) for number in post.getlist("restore")}
    return (before.left_out | left) - back


def _confirmed(post, read: Preview, before: Choices) -> frozenset[str]:
    if "guesses" not in post:
        return before.confirmed
    shown = {guess.key for guess in read.guesses[:MOST_SHOWN]}
    return (before.confirmed - shown) | (shown & set(post.getlist("right")))
