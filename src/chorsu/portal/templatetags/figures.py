"""How figures, moments and what is not known stand on a page: the same everywhere."""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from chorsu.desks.language import engine_language, written_day, written_figure, written_rate
from chorsu.documents.words import word

register = template.Library()

# A day within a sentence; not one within the name of a measure.
_DAY = re.compile(r"(?<![\w-])(\d{4}-\d{2}-\d{2})(?![\w-])")


@register.simple_tag
def unknown():
    """The mark of what is not on file: a sign and a word, never an empty cell."""
    return format_html('<span class="unknown"><span aria-hidden="true">?</span> {}</span>', _("unknown"))


@register.simple_tag
def estimated():
    """The mark of an estimate: a sign for the eye, a word for the ear."""
    return format_html(
        '<span class="estimated"><span aria-hidden="true">≈</span><span class="hidden"> {}</span></span>', _("estimated")
    )


@register.filter
def figure(value):
    """A figure with all its digits, grouped as the reader's language does it."""
    number = _decimal(value)
    return unknown() if number is None else written_figure(number)


@register.filter
def rounded(value, places=0):
    """A figure rounded to some places for reading."""
    number = _decimal(value)
    if number is None:
        return unknown()
    return figure(number.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_EVEN))


@register.filter
def money(value):
    """An amount with two places; the exact amount is in the downloads."""
    return rounded(value, 2)


@register.filter
def signed(value, places=2):
    """A difference with its sign: more is +, less is −, none is 0."""
    number = _decimal(value)
    if number is None:
        return unknown()
    near = number.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_EVEN)
    sign = "+" if near > 0 else "\N{MINUS SIGN}" if near < 0 else ""
    return f"{sign}{figure(abs(near))}"


@register.filter
def moment(value):
    """A day and an hour as they are at the place: 2026-12-03 14:20."""
    if not value:
        return unknown()
    if isinstance(value, datetime):
        read = value
    else:
        try:
            read = datetime.fromisoformat(str(value))
        except ValueError:
            return str(value)
    return _moment(read)


def _moment(read: datetime):
    day = written_day(read.date())
    offset = read.strftime("%z")
    zone = f"UTC{offset[:3]}:{offset[3:5]}" if offset else ""
    return format_html(
        '<time datetime="{}" title="{}">{} <span class="hour">{}</span></time>', read.isoformat(), zone, day, f"{read:%H:%M}"
    )


@register.filter
def day(value):
    """A day as the reader's language writes it in tables."""
    return format_html('<time datetime="{}">{}</time>', str(value)[:10], plain_day(value)) if value else unknown()


@register.filter
def said(text):
    """A sentence of the engines, each day in it as the reader's language writes it and never broken over two lines."""
    parts = _DAY.split(str(text or ""))
    if len(parts) == 1:
        return parts[0]
    return format_html_join("", "{}", ((day(part) if number % 2 else part,) for number, part in enumerate(parts)))


@register.filter
def plain_day(value):
    """The same as text alone, for a heading or an attribute; what is no day stays as it is."""
    try:
        return written_day(date.fromisoformat(str(value)[:10]))
    except ValueError:
        return str(value)


@register.filter
def rate(value):
    """A rate of duty in the reader's words, its figures as the reader writes them; a dash where there is none."""
    return written_rate(str(value)) if value else "—"


@register.filter
def unit(code):
    """A unit of measure as people write it; a currency and what is not on file by their code."""
    return word("unit", str(code), engine_language())


def _decimal(value) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
