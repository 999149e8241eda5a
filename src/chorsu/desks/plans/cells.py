"""Values of a plan's JSON form as the cells of a workbook."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from chorsu.desks.plans.book import Link


def number(text: str | None):
    """A figure as a number; unknown stays a word, never an empty cell that reads as zero."""
    if text is None:
        return _("unknown")
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def day(text: str | None):
    """A day as a day; what is none as it is written."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return text


def estimated(is_estimated) -> str:
    """The word of an estimate, or nothing."""
    return _("estimated") if is_estimated else ""


def address(text: str | None):
    """An address as a link where a sheet can open it."""
    return Link(text) if text and re.fullmatch(r"https?://[!-~]+", text) else text


def source_of(row: dict) -> list:
    """The source of a row: its title, its address, the day on which it was read."""
    source = row.get("source") or {}
    return [source.get("title"), address(source.get("address")), day(source.get("checked_on"))]
