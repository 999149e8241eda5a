"""Codes are those of goods that there are."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date
from functools import cache

from chorsu.facts import Fault
from chorsu.measures.checks.rule import Examined, fault, last_day, warning
from chorsu.measures.model import Measure
from chorsu.nomenclature import Edition, load_edition, nearest
from chorsu.nomenclature.load import load_nomenclature
from chorsu.text import say

# The Harmonized System leaves these chapters to the national nomenclatures.
_NATIONAL = ("98", "99")


@fault
def not_in_harmonized_system(book: Examined) -> Iterator[Fault]:
    """The first digits of a code are those of the Harmonized System in force on the last day of the measure."""
    edition = load_edition()
    for row in book.rows:
        head = row.prefix[:6]
        if not head or head.startswith(_NATIONAL) or _begins(head) or not _of_its_time(edition, row):
            continue
        message = say("{code} is not in the {edition}.", code=row.commodity, edition=edition.names)
        near = nearest(head, edition) if len(head) == 6 else ()
        yield Fault(f"{row.id}.commodity", message, say("perhaps {names}", names=", ".join(near)) if near else None)


@warning
def not_in_nomenclature(book: Examined) -> Iterator[Fault]:
    """Digits beyond the sixth begin a line of the jurisdiction's nomenclature, where that is on file."""
    for row in book.rows:
        if len(row.prefix) <= 6 or not _begins(row.prefix[:6]):
            continue
        for name in _nomenclatures(book, row):
            schedule = load_nomenclature(name)
            if schedule and schedule.edition.on(max(row.valid_from, date(2022, 1, 1))) and not _some(schedule.codes, row.prefix):
                message = say("{code} is not on file in the nomenclature {name}.", code=row.commodity, name=schedule.names)
                yield Fault(f"{row.id}.commodity", message)


def _of_its_time(edition: Edition, row: Measure) -> bool:
    """Whether the edition on file is the one in which a measure's code has to stand."""
    return edition.on(last_day(row)) or (row.valid_to is None and edition.on(max(row.valid_from, date(2022, 1, 1))))


def _nomenclatures(book: Examined, row: Measure) -> tuple[str, ...]:
    return book.book.nomenclatures(row.jurisdiction, row.valid_from) if row.jurisdiction else ()


@cache
def _begins(head: str) -> bool:
    """Whether digits begin a code of the Harmonized System; three do not stand for anything."""
    return len(head) != 3 and _some(_codes(), head)


@cache
def _codes() -> tuple[str, ...]:
    return tuple(sorted(code for code in load_edition().entries if len(code) == 6))


def _some(codes: tuple[str, ...], prefix: str) -> bool:
    at = bisect_left(codes, prefix)
    return at < len(codes) and codes[at].startswith(prefix)
