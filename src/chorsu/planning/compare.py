"""Two plans side by side: what each costs, how long it takes and what it asks for. What is unknown in one stays unknown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from chorsu.assessment import Quote
from chorsu.assessment.model import requirement_json
from chorsu.consignment import Consignment
from chorsu.documents import Paper
from chorsu.facts import plain
from chorsu.measures.words import requirement_name
from chorsu.planning.load import References
from chorsu.planning.model import BorderAssessment, Landed, Plan, SidedRequirement
from chorsu.planning.plan import make_plan
from chorsu.routing import Journey
from chorsu.text import Text, say

_CENT = Decimal("0.01")
_DAY = Decimal(86_400)


@dataclass(frozen=True)
class Cell:
    """A figure of one plan, in a currency or unit (DAY, KGM; empty for a count).

    ``amount`` is None where it is unknown. ``applies`` is False where the plan has no such part: that counts as nothing, not as
    unknown. ``common`` is an amount of money in the comparison's currency.
    """

    amount: Decimal | None
    unit: str
    estimated: bool = False
    applies: bool = True
    common: Decimal | None = None


@dataclass(frozen=True)
class Line:
    """One figure of both plans. ``difference`` is the second less the first, None where either is unknown."""

    what: str
    words: Text
    first: Cell
    second: Cell

    @property
    def difference(self) -> Decimal | None:
        """The second less the first, money in the common currency; None where it cannot be told."""
        parts = [_counted(cell) for cell in (self.first, self.second)]
        return None if parts[0] is None or parts[1] is None else parts[1] - parts[0]

    @property
    def estimated(self) -> bool:
        """Whether the difference rests on an estimate."""
        return self.first.estimated or self.second.estimated


@dataclass(frozen=True)
class Side:
    """A plan as one side of a comparison: which journey of it is compared, and the currency of its goods."""

    plan: Plan
    way: int | None
    currency: str


@dataclass(frozen=True)
class Comparison:
    """Two plans compared: figures, and what only one of them asks for.

    ``currency`` is the common one, that of the first plan's goods. ``rates`` are those that turned the second plan's amounts
    into it, on the day on which its goods enter.
    """

    first: Side
    second: Side
    currency: str
    lines: tuple[Line, ...]
    rates: tuple[Quote, ...]
    requirements: tuple[tuple[SidedRequirement, ...], tuple[SidedRequirement, ...]]
    papers: tuple[tuple[Paper, ...], tuple[Paper, ...]]

    def to_json(self, language: str = "en") -> dict[str, Any]:
        """``only_first`` and ``only_second`` list what one plan asks for and the other does not."""
        return {
            "currency": self.currency,
            "ways": [self.first.way, self.second.way],
            "lines": [_line_json(line, language) for line in self.lines],
            "exchange_rates": [rate.to_json() for rate in self.rates],
            "only_first": _asked_json(self.requirements[0], self.papers[0], language),
            "only_second": _asked_json(self.requirements[1], self.papers[1], language),
        }


def compare_plans(
    first: Plan, second: Plan, references: References, *, ways: tuple[int | None, int | None] = (None, None)
) -> Comparison:
    """Compare two plans, each by one of its ways (without ``ways``: by the one it chose)."""
    sides = (_side(first, ways[0]), _side(second, ways[1]))
    currency = sides[0].currency
    converters = tuple(_Common(references, currency, _day(side)) for side in sides)
    cells = [dict(_cells(side, common)) for side, common in zip(sides, converters, strict=True)]
    order = list(dict.fromkeys([*cells[0], *cells[1]]))
    order.sort(key=_rank)
    # Without any way nothing of a plan is known; a plan that has one lacks what is not in it.
    known = [side.way is not None for side in sides]
    lines = tuple(_line(what, (cells[0].get(what), cells[1].get(what)), known) for what in order)
    return Comparison(
        first=sides[0],
        second=sides[1],
        currency=currency,
        lines=lines,
        rates=tuple(dict.fromkeys(quote for common in converters for quote in common.used)),
        requirements=_only(*(_requirements(side) for side in sides)),
        papers=_only(*(_papers(side) for side in sides)),
    )


def compare_days(consignment: Consignment, days: tuple[date, date], references: References) -> Comparison:
    """The same consignment ready on two days. Raises Faulty where it cannot be planned for one of them."""
    plans = [make_plan(replace(consignment, ready=day), references) for day in days]
    return compare_plans(plans[0], plans[1], references)


class _Common:
    """Turns amounts into the common currency at the rates of one day, and remembers which it used."""

    def __init__(self, references: References, currency: str, day: date) -> None:
        self.references, self.currency, self.day = references, currency, day
        self.used: list[Quote] = []

    def money(self, amount: Decimal | None, currency: str, estimated: bool, *, step: Decimal = _CENT) -> Cell:
        """A cell of money; an amount for which no rate is on file keeps its own currency and has no common one."""
        if amount is None or currency == self.currency:
            return Cell(amount, currency, estimated, common=amount)
        quote = self.references.rates.find_for_plan(currency, self.currency, self.day)
        if quote is None:
            return Cell(amount, currency, estimated)
        if quote not in self.used:
            self.used.append(quote)
        common = (amount * quote.rate).quantize(step, ROUND_HALF_UP)
        return Cell(amount, currency, estimated or quote.estimated, common=common)


def _side(plan: Plan, way: int | None) -> Side:
    known = range(len(plan.journeys))
    chosen = way if way is not None and way in known else plan.chosen if plan.chosen in known else None
    return Side(plan, chosen, plan.consignment.items[0].currency)


def _day(side: Side) -> date:
    """The day whose rates count: that on which the goods enter, else the day they are ready."""
    entered = [row.assessment.on for row in _borders(side)]
    return max(entered, default=side.plan.consignment.ready or date.min)


def _borders(side: Side) -> list[BorderAssessment]:
    return [row for row in side.plan.assessments if row.journey == side.way]


def _landed(side: Side) -> Landed | None:
    return next((row for row in side.plan.landed if row.journey == side.way), None)


Named = tuple[str, tuple[Text, Cell]]


def _cells(side: Side, common: _Common) -> Iterator[Named]:
    """Every figure of a plan by its name, with its words."""
    if side.way is None:
        return
    landed = _landed(side)
    if landed is not None:
        for cost in landed.costs:
            yield cost.what, (_words_of(cost.what, cost.words), common.money(cost.amount, cost.currency, cost.estimated))
        money = landed.currency, landed.estimated
        yield "landed", (say("Landed cost"), common.money(landed.total, *money))
        per_unit = common.money(landed.per_unit, *money, step=Decimal("0.0001"))
        yield "per_unit", (say("Landed cost per kilogram net"), per_unit)
        yield "seller_pays", (say("Paid by the seller beside the price"), common.money(landed.paid_by("seller"), *money))
        yield "buyer_pays", (say("Paid by the buyer beside the price"), common.money(landed.paid_by("buyer"), *money))
        yield "recoverable", (say("Of this the buyer may recover"), common.money(landed.recoverable, *money))
    for row in _borders(side):
        if row.side == "import":
            value = common.money(row.assessment.customs_value, row.assessment.currency, row.assessment.estimated)
            yield "customs_value", (say("Customs value"), value)
    yield from _of_journey(side.plan.journeys[side.way])


def _of_journey(journey: Journey) -> Iterator[Named]:
    estimated = any(leg.estimated for leg in journey.legs)
    for what, words, arrives in (
        ("days", say("Days on the way (median)"), journey.arrives_p50),
        ("days_late", say("Days on the way (9 of 10)"), journey.arrives_p90),
    ):
        days = (Decimal(int((arrives - journey.departs).total_seconds())) / _DAY).quantize(Decimal("0.1"), ROUND_HALF_UP)
        yield what, (words, Cell(days, "DAY", estimated))
    yield "co2e", (say("Emissions, kg CO2e"), Cell(journey.co2e_kg, "KGM", estimated))
    yield "handlings", (say("Handlings"), Cell(Decimal(journey.handlings), ""))


def _words_of(what: str, words: Text) -> Text:
    """The words for a cost that hold for both plans: elsewhere price and carriage are named after their term or source."""
    return {"price": say("Price"), "carriage": say("Carriage")}.get(what, words)


_ORDER = ("price", "carriage", "insurance", "export:", "import:", "union:", "landed", "per_unit", "seller_pays", "buyer_pays",
          "recoverable", "customs_value", "days", "days_late", "co2e", "handlings")  # fmt: skip


def _rank(what: str) -> tuple[int, int]:
    for number, name in enumerate(_ORDER):
        if what == name or (name.endswith(":") and what.startswith(name)):
            return number, 0
    return len(_ORDER), 0


def _line(what: str, found: Sequence[tuple[Text, Cell] | None], known: Sequence[bool]) -> Line:
    """One figure of both plans; a plan that has no such part has an empty cell, which applies where the plan is not known."""
    words, beside = next(pair for pair in found if pair is not None)
    first, second = (
        pair[1] if pair else Cell(None, beside.unit, applies=not has_way) for pair, has_way in zip(found, known, strict=True)
    )
    return Line(what, words, first, second)


def _counted(cell: Cell) -> Decimal | None:
    if not cell.applies:
        return Decimal(0)
    is_money = cell.unit not in ("", "DAY", "KGM")
    return cell.common if is_money else cell.amount


def _requirements(side: Side) -> dict[Any, SidedRequirement]:
    rows = side.plan.requirements
    return {(row.side, row.requirement.measure.id): row for row in rows if not row.journeys or side.way in row.journeys}


def _papers(side: Side) -> dict[Any, Paper]:
    return {row.paper.kind: row.paper for row in side.plan.papers if not row.journeys or side.way in row.journeys}


def _only(first: dict[Any, Any], second: dict[Any, Any]) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    return (
        tuple(row for key, row in first.items() if key not in second),
        tuple(row for key, row in second.items() if key not in first),
    )


def _line_json(line: Line, language: str) -> dict[str, Any]:
    return {
        "what": line.what,
        "words": line.words.in_(language),
        "first": _cell_json(line.first),
        "second": _cell_json(line.second),
        "difference": plain(line.difference),
        "estimated": line.estimated,
    }


def _cell_json(cell: Cell) -> dict[str, Any]:
    return {
        "amount": plain(cell.amount),
        "unit": cell.unit,
        "common": plain(cell.common),
        "applies": cell.applies,
        "estimated": cell.estimated,
    }


def _asked_json(requirements: Sequence[SidedRequirement], papers: Sequence[Paper], language: str) -> dict[str, Any]:
    asked = [
        {
            **requirement_json(row.requirement, language),
            "side": row.side,
            "kind_name": requirement_name(row.requirement.measure.kind).in_(language),
        }
        for row in requirements
    ]
    return {"requirements": asked, "papers": [paper.to_json(language) for paper in papers]}
