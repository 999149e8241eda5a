"""Look for faults in a book: every rule of :mod:`chorsu.measures.checks`, one after another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from chorsu.measures.book import Book
from chorsu.measures.checks import FAULT, RULES, WARNING, Examined, Found
from chorsu.measures.load import Reading


def check(book: Book, today: date | None = None) -> tuple[Found, ...]:
    """What is wrong in a book that could be read: the faults, then the warnings, each by the id of the measure or chain.

    With ``today``, sources that were read after that day are faults.
    """
    return check_reading(Reading(book), today)


def check_reading(reading: Reading, today: date | None = None) -> tuple[Found, ...]:
    """What is wrong in files: what could not be read, what was probably meant otherwise, and what breaks a rule."""
    unread = [Found(fault.path, fault.message, fault.expected, "reading") for fault in reading.faults]
    slips = [Found(fault.path, fault.message, fault.expected, "misspelt") for fault in reading.slips]
    examined = Examined(reading.book, today, reading.lost, reading.lost_charges)
    found = [
        Found(fault.path, fault.message, fault.expected, rule.name, rule.severity, _place(fault.path, reading.places))
        for rule in RULES
        for fault in rule.find(examined)
    ]
    return tuple(sorted((*unread, *slips, *found), key=lambda each: (FAULT, WARNING).index(each.severity)))


def _place(path: str, places: Mapping[str, Sequence[str]]) -> str:
    """Where the measure that a path names stands: file and row; empty for a chain or group, whose path is enough."""
    name = path
    while name and name not in places:
        name = name.rpartition(".")[0]
    return "; ".join(places.get(name, ()))
