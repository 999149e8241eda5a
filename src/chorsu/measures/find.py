"""Which measures fit an item: by jurisdiction or union, kind, regime, day, prefix, origin and conditions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from chorsu.consignment import Consignment, Goods, Item
from chorsu.measures.book import Book, Touching
from chorsu.measures.condition import Circumstances, Named, all_hold
from chorsu.measures.model import REQUIREMENT_KINDS, Measure


@dataclass(frozen=True)
class Inquiry:
    """What is asked of a book: one item, at the border of a state, in a regime, on a day."""

    book: Book
    state: str
    regime: str
    on: date
    item: Item
    case: Circumstances

    @cached_property
    def jurisdictions(self) -> tuple[str, ...]:
        """The state, then its unions on that day."""
        return self.book.jurisdictions(self.state, self.on)

    @cached_property
    def code(self) -> str:
        """The item's code in the state's own nomenclature, else its union's, else the six digits."""
        return self.item.code_for(*self.book.nomenclatures(self.state, self.on))


def inquiries_of(
    consignment: Consignment, book: Book, state: str, regime: str, on: date, case: Circumstances
) -> Iterator[Inquiry]:
    """The questions of a consignment's items: one for all of the same goods, unless something of the item itself is compared."""
    asked: set[Goods] = set()
    for item in consignment.items:
        if item.goods not in asked:
            inquiry = Inquiry(book, state, regime, on, item, case)
            yield inquiry
            if not book.comparisons_of_items(inquiry.jurisdictions, inquiry.code):
                asked.add(item.goods)


@dataclass(frozen=True)
class Fitting:
    """Measures that fit, and those of which a condition cannot be told."""

    measures: tuple[Measure, ...]
    undecided: tuple[Measure, ...] = ()


def origin_rank(inquiry: Inquiry, origin: str) -> int:
    """How near an origin named by a measure comes to the item's: 3 the state, 2 a group of it, 1 everyone, 0 not at all."""
    if origin == "*":
        return 1
    if origin == inquiry.item.origin:
        return 3
    return 2 if inquiry.book.within(origin, inquiry.item.origin, inquiry.on) else 0


def fitting(inquiry: Inquiry, kinds: Iterable[str], code: str) -> Fitting:
    """The measures of the kinds that fit a code (their prefix is a prefix of it), less those that another one replaces."""
    found = _sift(
        inquiry, (row for touching in _touching(inquiry, code) for kind in kinds for row in touching.over.get(kind, ()))
    )
    replaced = {name for row in found.measures for name in row.replaces}
    kept = tuple(row for row in found.measures if row.id not in replaced)
    return Fitting(kept, tuple(row for row in found.undecided if row.id not in replaced))


def longer(inquiry: Inquiry, kinds: Iterable[str], code: str) -> Fitting:
    """The measures that would fit if the code had more digits, those too that another one would replace under some of them."""
    return _sift(
        inquiry, (row for touching in _touching(inquiry, code) for kind in kinds for row in touching.under.get(kind, ()))
    )


def _touching(inquiry: Inquiry, code: str) -> list[Touching]:
    return [inquiry.book.touching(place, code, inquiry.regime) for place in inquiry.jurisdictions]


def _sift(inquiry: Inquiry, rows: Iterable[Measure]) -> Fitting:
    fit: list[Measure] = []
    undecided: list[Measure] = []
    for row in rows:
        if not row.on(inquiry.on) or not origin_rank(inquiry, row.origin):
            continue
        holds = all_hold(row.conditions, inquiry.item, inquiry.case)
        if holds is None:
            undecided.append(row)
        elif holds:
            fit.append(row)
    return Fitting(tuple(fit), tuple(undecided))


def claims(inquiry: Inquiry, quota: str) -> bool | None:
    """Whether an item asks for a part of a quota: a measure that turns on it fits in all else. None where that cannot be told."""
    asked = Named("quota", quota)
    book, code = inquiry.book, inquiry.code
    own = [_but_for_quotas(inquiry, row) for place in inquiry.jurisdictions
           for row in book.over(place, code) if asked in row.conditions]  # fmt: skip
    under = [_but_for_quotas(inquiry, row) for place in inquiry.jurisdictions
             for row in book.under(place, code) if asked in row.conditions]  # fmt: skip
    if True in own:
        return True
    return None if None in own or True in under or None in under else False


def _but_for_quotas(inquiry: Inquiry, row: Measure) -> bool | None:
    if row.regime != inquiry.regime or not row.on(inquiry.on) or not origin_rank(inquiry, row.origin):
        return False
    others = tuple(part for part in row.conditions if not (isinstance(part, Named) and part.word == "quota"))
    return all_hold(others, inquiry.item, inquiry.case)


def last_day(inquiry: Inquiry, kind: str) -> date | None:
    """When the last measure of a kind that fitted the goods ended before the day asked; None where none did."""
    code, book = inquiry.code, inquiry.book
    rows = (row for place in inquiry.jurisdictions for row in (*book.over(place, code), *book.under(place, code)))
    ends = [
        row.valid_to
        for row in rows
        if row.kind == kind
        and row.regime == inquiry.regime
        and row.valid_to is not None
        and row.valid_to < inquiry.on
        and origin_rank(inquiry, row.origin)
        and all_hold(row.conditions, inquiry.item, inquiry.case) is not False
    ]
    return max(ends, default=None)


@dataclass(frozen=True)
class Requirement:
    """A measure that asks for more than money. ``certain`` is False where a condition or a digit of the code decides."""

    measure: Measure
    certain: bool


def find_requirements(inquiry: Inquiry) -> tuple[Requirement, ...]:
    """Prohibitions, licences, certificates and the like that fit, then those that may, by id."""
    sure = fitting(inquiry, REQUIREMENT_KINDS, inquiry.code)
    maybe = longer(inquiry, REQUIREMENT_KINDS, inquiry.code)
    unsure = {row.id: row for row in (*sure.undecided, *maybe.measures, *maybe.undecided)}
    found = [Requirement(row, True) for row in sure.measures]
    found += [Requirement(row, False) for row in unsure.values()]
    return tuple(sorted(found, key=lambda requirement: (not requirement.certain, requirement.measure.id)))


def requirements_of_all(inquiries: Iterable[Inquiry]) -> tuple[Requirement, ...]:
    """The requirements of several items, each measure once: for certain where it is so for one of them."""
    found: dict[str, Requirement] = {}
    for inquiry in inquiries:
        for row in find_requirements(inquiry):
            if row.certain or row.measure.id not in found:
                found[row.measure.id] = row
    return tuple(found.values())
