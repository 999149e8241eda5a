"""Which measures would count for a case: the choice alone, without the arithmetic."""

from __future__ import annotations

from chorsu.assessment.case import Case, Standing
from chorsu.assessment.exchange import Rates
from chorsu.assessment.model import Assessment
from chorsu.measures.book import Book


def measures_counting(case: Case, like: Assessment, book: Book, rates: Rates) -> dict[tuple[int, str], tuple[str, ...]]:
    """By item (from 1) and kind of charge, the ids of the measures that count; none where that is unknown or nothing is on file.

    ``like`` is an assessment of the same consignment, on another day perhaps, whose customs values answer the conditions.
    """
    chain = book.chain(case.state, case.regime, case.on)
    if chain is None:
        return {}
    standing = Standing(case, book, chain, rates)
    step = chain.rounding.to
    standing.values = [None if value is None else int(value / step) for value in like.values]
    found = {}
    for number, item in enumerate(standing.items, 1):
        for charge in chain.charges:
            choice = standing.choice(item, charge)
            contests = choice.contests or (choice.measures,)
            found[number, charge.kind] = tuple(dict.fromkeys(row.id for contest in contests for row in contest))
    return found
