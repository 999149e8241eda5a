"""What a measure replaces is there, and can be replaced by it."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from chorsu.facts import Fault
from chorsu.measures.checks.rule import Examined, days_meet, fault
from chorsu.measures.model import Measure
from chorsu.text import Text, say


@fault
def replaces_nothing(book: Examined) -> Iterator[Fault]:
    """What a measure replaces is a measure on file."""
    for row in book.rows:
        for name in row.replaces:
            if name not in book.by_id and name not in book.lost:
                near = get_close_matches(name, book.by_id, n=1, cutoff=0.8) if len(book.by_id) < 10_000 else []
                expected = say("perhaps {names}", names=near[0]) if near else say("the id of a measure")
                yield Fault(f"{row.id}.replaces", say("{name} is not a measure on file.", name=name), expected)


@fault
def replaces_itself(book: Examined) -> Iterator[Fault]:
    """A measure does not replace itself, nor what replaces it: none of them would be left."""
    for row in book.rows:
        seen: set[str] = set()
        ahead = list(row.replaces)
        while ahead:
            name = ahead.pop()
            if name == row.id:
                yield Fault(
                    f"{row.id}.replaces", say("It replaces itself, or what replaces it."), say("the id of another measure")
                )
                break
            if name not in seen and name in book.by_id:
                seen.add(name)
                ahead += book.by_id[name].replaces


@fault
def replaces_another_kind(book: Examined) -> Iterator[Fault]:
    """A measure replaces one of its own kind and regime."""
    for row, other in _replaced(book):
        for name in ("kind", "regime"):
            if getattr(row, name) != getattr(other, name):
                message = say("{other} has another {field}: {value}.", other=other.id, field=name, value=getattr(other, name))
                yield Fault(f"{row.id}.replaces", message, say("the id of a measure that it can meet"))


@fault
def replaces_in_vain(book: Examined) -> Iterator[Fault]:
    """A measure meets some of those that it replaces: for some goods, in some state, on some day.

    One row for many goods names what it replaces of all of them, so it is enough if one of these meets it.
    """
    met = {row.id for row, other in _replaced(book) if _in_vain(book, row, other) is None}
    told: set[str] = set()
    for row, other in _replaced(book):
        if row.id not in met and row.id not in told and (why := _in_vain(book, row, other)):
            told.add(row.id)
            yield Fault(f"{row.id}.replaces", why, say("the id of a measure that it can meet"))


def _replaced(book: Examined) -> Iterator[tuple[Measure, Measure]]:
    """Each measure with each other one that it replaces."""
    for row in book.rows:
        for name in row.replaces:
            other = book.by_id.get(name)
            if other is not None and other is not row:
                yield row, other


def _in_vain(book: Examined, row: Measure, other: Measure) -> Text | None:
    """Why a measure cannot meet another one; None where it can."""
    if not (row.prefix.startswith(other.prefix) or other.prefix.startswith(row.prefix)):
        return say("{other} is of other goods: {value}.", other=other.id, value=other.commodity)
    if not book.sharing(row.jurisdiction, other.jurisdiction):
        return say("{other} is of another jurisdiction: {value}.", other=other.id, value=other.jurisdiction)
    if not days_meet(row, other):
        return say("{other} is of other days.", other=other.id)
    return None
