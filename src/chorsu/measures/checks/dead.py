"""Measures that nothing would ever ask for."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from chorsu.facts import Fault
from chorsu.measures.checks.rule import Examined, fault, warning
from chorsu.measures.model import NOT_CHARGES, Measure
from chorsu.measures.words import CHARGES
from chorsu.text import Text, say

# Kinds that are kept to be shown, and stand in no sum.
INFORMATION = ("vat_refund",)


@fault
def kind_in_no_chain(book: Examined) -> Iterator[Fault]:
    """A measure that charges money is of a kind that the trade or some chain knows: any other is probably misspelt."""
    for row in _charging(book):
        if not _known(book, row.kind):
            message = say("No chain has the charge {kind}: nothing asks for this measure.", kind=row.kind)
            yield Fault(f"{row.id}.kind", message, _perhaps(book, row.kind))


@warning
def kind_in_no_chain_of_jurisdiction(book: Examined) -> Iterator[Fault]:
    """A measure that charges money is of a kind that a chain of its own jurisdiction and regime has."""
    for row in _charging(book):
        if _known(book, row.kind) and not _charged_there(book, row, row.kind):
            yield Fault(f"{row.id}.kind", _not_there(row, row.kind))


@fault
def relief_of_nothing(book: Examined) -> Iterator[Fault]:
    """A relief names the charges that it makes zero, each of a kind that the trade or some chain knows."""
    for row in book.rows:
        if row.kind != "relief":
            continue
        if not row.of:
            message = say("The relief does not say of which charges.")
            yield Fault(f"{row.id}.of", message, say('kinds of charge, for example ["customs_duty", "vat"]'))
        for kind in row.of:
            if not _known(book, kind):
                yield Fault(f"{row.id}.of", say("{value} is not a charge.", value=kind), _perhaps(book, kind))


@warning
def relief_of_another_chain(book: Examined) -> Iterator[Fault]:
    """The charges of which a relief is are charges of a chain of its own jurisdiction and regime."""
    for row in book.rows:
        for kind in row.of if row.kind == "relief" and book.charged else ():
            if _known(book, kind) and not _charged_there(book, row, kind):
                yield Fault(f"{row.id}.of", _not_there(row, kind))


def _not_there(row: Measure, kind: str) -> Text:
    return say("No chain of {jurisdiction} for {regime} has the charge {kind}.",
               jurisdiction=row.jurisdiction, regime=row.regime, kind=kind)  # fmt: skip


def _known(book: Examined, kind: str) -> bool:
    return kind in CHARGES or any(kind == known for _, known in book.charged)


def _charging(book: Examined) -> Iterator[Measure]:
    """The measures that charge money; none in a book without chains, which is a layer of another."""
    if book.charged:
        yield from (row for row in book.rows if row.kind not in NOT_CHARGES and row.kind not in INFORMATION)


def _charged_there(book: Examined, row: Measure, kind: str) -> bool:
    if not book.known(row.jurisdiction) or (row.regime, kind) in book.lost_charges:
        return True  # told elsewhere
    chains = book.charged.get((row.regime, kind), ())
    return any(book.sharing(row.jurisdiction, chain.jurisdiction) for chain in chains)


def _perhaps(book: Examined, kind: str) -> Text:
    kinds = sorted({*CHARGES, *(known for _, known in book.charged)})
    near = get_close_matches(kind.lower(), kinds, n=1, cutoff=0.7)
    if near:
        return say("perhaps {names}", names=near[0])
    return say("one of {choices}", choices=", ".join(sorted({known for _, known in book.charged}) or kinds))
