"""What expressions come to: currencies and units that there are, limits with room between them, money only where due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

from babel.core import get_global

from chorsu.facts import Fault
from chorsu.measures.checks.rule import Examined, fault, last_day, warning
from chorsu.measures.condition import Comparison
from chorsu.measures.expression import Amount, Expression, Limit, Node, Percent
from chorsu.measures.model import REQUIREMENT_KINDS, Measure
from chorsu.nomenclature.units import unit_codes
from chorsu.reading import is_currency
from chorsu.text import say

MOST = 5  # the highest duties of tariffs, on spirits and cars, are two or three times the value


@fault
def unknown_currency(book: Examined) -> Iterator[Fault]:
    """A currency is one of ISO 4217 that is in use on some day of the measure or chain."""
    expected = say("a currency as in ISO 4217, for example CNY, USD, KZT")
    for row in book.rows:
        named = {("expression", each) for each in row.expression.currencies} if row.expression else set()
        named |= {("conditions", each.unit) for each in row.conditions if isinstance(each, Comparison) and _of_money(each)}
        for field, currency in sorted(named):
            if not _in_use(currency, row.valid_from, last_day(row)):
                message = say("{value} is not a currency in use on these days.", value=currency)
                yield Fault(f"{row.id}.{field}", message, expected)
    for chain in book.book.chains:
        sums = {charge.exempt_up_to.currency for charge in chain.charges if charge.exempt_up_to}
        sums |= {limit.most.currency for limit in chain.limits}
        for currency in sorted({chain.currency, *sums}):
            if not _in_use(currency, chain.valid_from, last_day(chain)):
                yield Fault(
                    f"{chain.id}.currency", say("{value} is not a currency in use on these days.", value=currency), expected
                )


@fault
def unknown_unit(book: Examined) -> Iterator[Fault]:
    """A unit is one of UN/ECE Recommendation 20 by which goods are counted or measured."""
    for row in book.rows:
        named = {("expression", unit) for unit in row.expression.units} if row.expression else set()
        named |= {("conditions", unit) for each in row.conditions if isinstance(each, Comparison) for unit in _units(each)}
        for field, unit in sorted(named):
            if unit not in unit_codes():
                message = say("{value} is not a unit of UN/ECE Recommendation 20.", value=unit)
                yield Fault(f"{row.id}.{field}", message, say("a unit of UN/ECE Recommendation 20, for example KGM"))
    for place, quota in book.periods:
        if quota.unit not in unit_codes():
            message = say("{value} is not a unit of UN/ECE Recommendation 20.", value=quota.unit)
            yield Fault(f"{place}.unit", message, say("a unit of UN/ECE Recommendation 20, for example KGM"))


@fault
def crossed_limits(book: Examined) -> Iterator[Fault]:
    """What is not less than one sum and not more than another has the first below the second."""
    for row, node in _limits(book):
        for lower, upper in _bounds(node):
            if _beyond(lower, upper):
                message = say(
                    "Not less than {lower} and not more than {upper}: no sum is both.", lower=str(lower), upper=str(upper)
                )
                yield Fault(f"{row.id}.expression", message, say("a lower limit below the upper one"))


@warning
def idle_limit(book: Examined) -> Iterator[Fault]:
    """A limit is reached for some goods: 10% MIN 5% is always 10 %."""
    for row, node in _limits(book):
        left, right = node.left, node.right
        if _beyond(left, right) or _beyond(right, left) or str(left) == str(right):
            yield Fault(f"{row.id}.expression", say("In “{text}” one side always counts.", text=str(node)))


@warning
def rate_beyond_belief(book: Examined) -> Iterator[Fault]:
    """A rate is at most five times the value: a point is easily lost."""
    for row in book.rows:
        if row.expression is not None and any(form.rate > MOST for group in row.expression.forms for form in group):
            yield Fault(f"{row.id}.expression", say("{text} is more than five times the value.", text=str(row.expression)))


@fault
def money_where_none_is_due(book: Examined) -> Iterator[Fault]:
    """A requirement or relief has no expression: it charges nothing."""
    for row in book.rows:
        if row.expression is not None and (row.kind in REQUIREMENT_KINDS or row.kind == "relief"):
            message = say("{kind} charges nothing, and has an expression.", kind=row.kind)
            yield Fault(f"{row.id}.expression", message, say("no expression, or a kind of charge"))


@fault
def official_value_of_nothing(book: Examined) -> Iterator[Fault]:
    """An official customs value is a sum of money, not a share of the value that it stands for."""
    for row in book.rows:
        if row.kind == "customs_value" and row.expression is not None:
            forms = [form for group in row.expression.forms for form in group]
            if any(form.rate != 0 or not form.amounts for form in forms):
                message = say("{text} is not a sum of money.", text=str(row.expression))
                yield Fault(f"{row.id}.expression", message, say("a sum of money, for example 3 USD/KGM"))


@fault
def field_of_another_kind(book: Examined) -> Iterator[Fault]:
    """Only a relief names charges with “of”, and only an official customs value says with “as” how it works."""
    for row in book.rows:
        for field, stands, kind in (("of", row.of, "relief"), ("as", row.as_, "customs_value")):
            if stands and row.kind != kind:
                message = say("Only the kind {kind} has this field.", kind=kind)
                yield Fault(f"{row.id}.{field}", message, say("no such field, or the kind {kind}", kind=kind))


@fault
def tax_above_its_own_base(book: Examined) -> Iterator[Fault]:
    """A charge that is part of its own base (gross_up) is below 100 %: no sum satisfies X = 100 % of (base + X)."""
    grossed = {
        (state, chain.regime, charge.kind)
        for chain in book.book.chains
        for charge in chain.charges
        if charge.gross_up
        for state in book.states(chain.jurisdiction)
    }
    kinds = {kind for *_, kind in grossed}
    for row in book.rows:
        if row.kind not in kinds or row.expression is None or not _leaves_nothing(row.expression):
            continue
        if any((state, row.regime, row.kind) in grossed for state in book.states(row.jurisdiction)):
            message = say("{text} is part of its own base, and leaves none of it.", text=str(row.expression))
            yield Fault(f"{row.id}.expression", message, say("a rate below 100%"))


def _leaves_nothing(expression: Expression) -> bool:
    return any(form.rate >= 1 for group in expression.forms for form in group)


def _of_money(condition: Comparison) -> bool:
    return condition.figure.startswith("customs_value")


def _units(condition: Comparison) -> list[str]:
    """The units of which a condition compares one with another (CMQ/NAR), or money by the piece (customs_value/NAR)."""
    return [part for part in condition.figure.split("/") if part.isupper()]


def _limits(book: Examined) -> Iterator[tuple[Measure, Limit]]:
    for row in book.rows:
        if row.expression is not None:
            yield from ((row, node) for node in _nodes(row.expression.node) if isinstance(node, Limit))


def _nodes(node: Node) -> Iterator[Node]:
    """A node and all below it."""
    yield node
    parts = (*(getattr(node, name, None) for name in ("left", "right", "term")), *getattr(node, "terms", ()))
    for part in parts:
        if part is not None:
            yield from _nodes(part)


def _bounds(node: Limit) -> Iterator[tuple[Node, Node]]:
    """The limit of a node with each limit of the other word to the left of it: lower, upper."""
    left: Node = node.left
    while isinstance(left, Limit):
        if left.word != node.word:
            yield (node.right, left.right) if node.word == "MIN" else (left.right, node.right)
        left = left.left


def _beyond(one: Node, two: Node) -> bool:
    """Whether one figure is always above another: two rates, or two sums in one currency and unit."""
    match one, two:
        case Percent(rate), Percent(other):
            return rate > other
        case Amount(amount, currency, unit, count), Amount(other, other_currency, other_unit, other_count):
            return (currency, unit) == (other_currency, other_unit) and amount * other_count > other * count
    return False


@cache
def _in_use(currency: str, first: date, last: date) -> bool:
    if currency not in _uses():
        return is_currency(currency)  # no state's own: special drawing rights
    return any(since <= last and first <= until for since, until in _uses()[currency])


@cache
def _uses() -> Mapping[str, tuple[tuple[date, date], ...]]:
    """From when to when each currency is in use in some state, as the locale data knows it."""
    found: dict[str, tuple[tuple[date, date], ...]] = {}
    for uses in get_global("territory_currencies").values():
        for currency, since, until, *_ in uses:
            days = (date(*since) if since else date.min, date(*until) if until else date.max)
            found[currency] = (*found.get(currency, ()), days)
    return found
