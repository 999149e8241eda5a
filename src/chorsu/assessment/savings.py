"""What a missing proof would save: the same consignment assessed again as if it had the proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from chorsu.assessment.case import Case
from chorsu.assessment.model import Assessment, Saving
from chorsu.consignment import Item
from chorsu.measures.book import Book
from chorsu.measures.condition import DayAndMode, Named
from chorsu.measures.find import Inquiry, origin_rank
from chorsu.measures.model import NOT_CHARGES, Measure


@dataclass(frozen=True)
class Variant:
    """A case as it is (no proof), or as it would be with one proof more."""

    case: Case
    proof: str = ""


def with_proofs(case: Case, book: Book) -> list[Variant]:
    """The case, and a variant for each proof that a measure of a charge asks of an item which does not have it."""
    missing = {item.goods: _missing(case, book, item) for item in case.consignment.kinds}
    variants = [Variant(case)]
    for proof in sorted(set().union(*missing.values())):
        items = tuple(
            replace(item, proofs=(*item.proofs, proof)) if proof in missing[item.goods] else item
            for item in case.consignment.items
        )
        variants.append(Variant(replace(case, consignment=replace(case.consignment, items=items)), proof))
    return variants


def _missing(case: Case, book: Book, item: Item) -> set[str]:
    rows: list[Measure] = []
    for regime in regimes(case, book):
        inquiry = Inquiry(book, case.state, regime, case.on, item, DayAndMode(case.on))
        rows += [row for place in inquiry.jurisdictions for row in book.over(place, inquiry.code) if _may_fit(inquiry, row)]
    named = {part.name for row in rows for part in row.conditions if isinstance(part, Named) and part.word == "proof"}
    return named - set(item.proofs)


def regimes(case: Case, book: Book) -> list[str]:
    """The regime asked, and those under which what passes its limits is assessed."""
    found: list[str] = []
    regime = case.regime
    while regime and regime not in found:
        found.append(regime)
        chain = book.chain(case.state, regime, case.on)
        regime = chain.beyond if chain else ""
    return found


def _may_fit(inquiry: Inquiry, row: Measure) -> bool:
    is_money = row.kind == "relief" or row.kind not in NOT_CHARGES
    return (
        bool(row.conditions)
        and is_money
        and row.regime == inquiry.regime
        and row.on(inquiry.on)
        and origin_rank(inquiry, row.origin) > 0
    )


def with_savings(answers: Sequence[tuple[str, Assessment]]) -> Assessment:
    """The assessment of the case as it is, with what each proof would save (proofs that save nothing are left out)."""
    (_, plain), *others = answers
    savings = [Saving(proof, _difference(plain, other)) for proof, other in others]
    return replace(plain, savings=tuple(saving for saving in savings if saving.amount is None or saving.amount > 0))


def _difference(without: Assessment, with_proof: Assessment) -> Decimal | None:
    """How much less is due with the proof; None where an unknown charge is not the same in both."""
    if without.total is not None and with_proof.total is not None:
        return without.total - with_proof.total
    if {(row.item, row.kind) for row in without.unknown} != {(row.item, row.kind) for row in with_proof.unknown}:
        return None
    zero = Decimal(0)
    return sum((row.amount for row in without.charges), zero) - sum((row.amount for row in with_proof.charges), zero)
