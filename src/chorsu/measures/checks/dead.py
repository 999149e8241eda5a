"""Measures that nothing would ever ask for."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from chorsu.facts import Fault
from chorsu.measures.checks.rule import Examined, fault, warning
from chorsu.measures.model import NOT_CHARGES, Measure
from chorsu.text import Text, say

# Kinds that are kept to be shown, and stand in no sum.
INFORMATION = ("vat_refund",)


@fault
def kind_in_no_chain(book: Examined) -> Iterator[Fault]:
    """A measure that charges money is of a kind that some chain of its regime has."""
    for row in _charging(book):
        if (row.regime, row.kind) not in book.charged:
            message = say("No chain for {regime} has the charge {kind}: nothing asks for this measure.",
                          regime=row.regime, kind=row.kind)  # fmt: skip
            yield Fault(f"{row.id}.kind", message, _perhaps(book, row.regime, row.kind))


@warning
def kind_in_no_chain_of_jurisdiction(book: Examined) -> Iterator[Fault]:
    """A measure that charges money is of a kind that a chain of its own jurisdiction has."""
    for row in _charging(book):
        if (row.regime, row.kind) in book.charged and not _charged_there(book, row, row.kind):
            message = say("No chain of {jurisdiction} for {regime} has the charge {kind}.",
                          jurisdiction=row.jurisdiction, regime=row.regime, kind=row.kind)  # fmt: skip
            yield Fault(f"{row.id}.kind", message)


@fault
def relief_of_nothing(book: Examined) -> Iterator[Fault]:
    """A relief names the charges that it makes zero, each of which some chain of its regime has."""
    for row in book.rows:
        if row.kind != "relief":
            continue
        if not row.of:
            message = say("The relief does not say of which charges.")
            yield Fault(f"{row.id}.of", message, say('kinds of charge, for example ["customs_duty", "vat"]'))
        for kind in row.of if book.charged else ():
            if (row.regime, kind) not in book.charged:
                message = say("No chain for {regime} has the charge {kind}.", regime=row.regime, kind=kind)
                yield Fault(f"{row.id}.of", message, _perhaps(book, row.regime, kind))


@warning
def relief_of_another_chain(book: Examined) -> Iterator[Fault]:
    """The charges of which a relief is are charges of a chain of its own jurisdiction."""
    for row in book.rows:
        for kind in row.of if row.kind == "relief" and book.charged else ():
            if (row.regime, kind) in book.charged and not _charged_there(book, row, kind):
                message = say("No chain of {jurisdiction} for {regime} has the charge {kind}.",
                              jurisdiction=row.jurisdiction, regime=row.regime, kind=kind)  # fmt: skip
                yield Fault(f"{row.id}.of", message)


def _charging(book: Examined) -> Iterator[Measure]:
    """The measures that charge money; none in a book without chains, which is a layer of another."""
    if book.charged:
        yield from (row for row in book.rows if row.kind not in NOT_CHARGES and row.kind not in INFORMATION)


def _charged_there(book: Examined, row: Measure, kind: str) -> bool:
    chains = book.charged[row.regime, kind]
    nobody = not book.known(row.jurisdiction)  # and that is a fault of its own
    return nobody or not chains or any(book.sharing(row.jurisdiction, chain.jurisdiction) for chain in chains)


def _perhaps(book: Examined, regime: str, kind: str) -> Text | None:
    kinds = sorted({known for own, known in book.charged if own == regime})
    near = get_close_matches(kind, kinds, n=1, cutoff=0.7)
    if near:
        return say("perhaps {names}", names=near[0])
    return say("one of {choices}", choices=", ".join(kinds)) if kinds else say("a regime that a chain is for")
