"""The arithmetic of one expression, line by line as an officer writes it: what was multiplied, and which branch decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from chorsu.assessment.note.figures import Part, equation, signed, strung, written
from chorsu.measures.expression import Amount, Expression, Form, Less, Limit, Node, Over, Percent, Sum
from chorsu.measures.rate_words import unit_name
from chorsu.text import Figure, Text, say

_ONE_PERCENT = Fraction(1, 100)


@dataclass(frozen=True)
class On:
    """What an expression is charged on, in the chain's currency: the base, quantities by unit, and rates of exchange."""

    base: Fraction
    quantity: Callable[[str], Decimal]
    rate: Callable[[str], Decimal]
    currency: str
    step: Decimal


@dataclass(frozen=True)
class Reckoned:
    """An amount before rounding, and the lines that lead to it."""

    amount: Fraction
    lines: tuple[Text, ...] = ()


def reckon(expression: Expression, on: On, *, gross_up: bool = False) -> Reckoned:
    """The amount of an expression with its lines; with ``gross_up`` the charge is part of its own base."""
    found = _grossed(expression, on) if gross_up else _reckon(expression.node, on)
    if found.amount >= 0:
        return found
    return Reckoned(Fraction(0), (*found.lines, say("That is below zero: nothing is due.")))


def _reckon(node: Node, on: On) -> Reckoned:
    match node:
        case Percent(_, True):
            return Reckoned(Fraction(0))
        case Percent(rate):
            amount = on.base * Fraction(rate) * _ONE_PERCENT
            return _line(Text("{rate}% × {base}", {"rate": Figure(rate), "base": written(on.base, on.step)}), amount, on)
        case Amount():
            return _amount(node, on)
        case Sum(terms):
            found = [_reckon(term, on) for term in terms]
            added = [not isinstance(term, Less) for term in terms]
            total = sum((one.amount if plus else -one.amount for plus, one in zip(added, found, strict=True)), Fraction(0))
            first, *others = [_money(one.amount, on) for one in found]
            return _joined(found, _line(signed(first, list(zip(added[1:], others, strict=True))), total, on))
        case Less(term):
            return _reckon(term, on)  # taken off by the sum that it stands in
        case Over():
            return _over(node, on)
        case Limit(left, word, right):
            return _limit(_reckon(left, on), word, _reckon(right, on), on)


def _line(left: Part, amount: Fraction, on: On) -> Reckoned:
    return Reckoned(amount, (say("{equation}.", equation=equation(left, amount, on.step, on.currency)),))


def _joined(parts: list[Reckoned], last: Reckoned) -> Reckoned:
    """The lines of the parts, then the last."""
    return Reckoned(last.amount, (*(line for part in parts for line in part.lines), *last.lines))


def _money(amount: Fraction, on: On) -> Figure:
    return written(amount, on.step)


def _amount(node: Amount, on: On) -> Reckoned:
    """A sum for each unit, or a fixed one, brought into the chain's currency."""
    factors: list[Part] = [Text("{amount} {currency}", {"amount": Figure(node.amount), "currency": node.currency})]
    result = Fraction(node.amount)
    if node.unit:
        # Rates per tonne are charged on the same mass as rates per kilogram.
        unit, over = ("KGM", 1000 * node.count) if node.unit == "TNE" else (node.unit, node.count)
        quantity = on.quantity(unit)
        result *= Fraction(quantity) / over
        values = {"quantity": Figure(quantity), "unit": unit_name(unit), "over": Figure(Decimal(over))}
        factors.append(Text("{quantity} {unit}" + (" ÷ {over}" if over != 1 else ""), values))
    if node.currency != on.currency:
        rate = on.rate(node.currency)
        result *= Fraction(rate)
        factors.append(Figure(rate))
    if len(factors) == 1:
        return Reckoned(result)
    return _line(strung("×", factors), result, on)


def _over(node: Over, on: On) -> Reckoned:
    """A rate on what its base exceeds a limit by; nothing where it does not."""
    if isinstance(node.rate, Percent):
        whole, limit, lines = on.base, *_limit_in_money(node, on)
        shown: list[Part] = [written(whole, on.step), written(limit, on.step)]
        left = Text("{rate}% × ({whole} − {limit})", {"rate": Figure(node.rate.rate), "whole": shown[0], "limit": shown[1]})
        amount = (whole - limit) * Fraction(node.rate.rate) * _ONE_PERCENT
    else:
        rate = node.rate
        unit, over = ("KGM", 1000 * rate.count) if rate.unit == "TNE" else (rate.unit, rate.count)
        most = node.limit * (1000 if node.unit == "TNE" else 1)
        quantity, lines = on.quantity(unit), ()
        whole, limit = Fraction(quantity), Fraction(most)
        shown = [Text("{quantity} {unit}", {"quantity": Figure(one), "unit": unit_name(unit)}) for one in (quantity, most)]
        factors: list[Part] = [
            Text("{amount} {currency}", {"amount": Figure(rate.amount), "currency": rate.currency}),
            Text("({whole} − {limit})" + (" ÷ {over}" if over != 1 else ""),
                 {"whole": shown[0], "limit": shown[1], "over": Figure(Decimal(over))}),
        ]  # fmt: skip
        amount = Fraction(rate.amount) * (whole - limit) / over
        if rate.currency != on.currency:
            factors.append(Figure(on.rate(rate.currency)))
            amount *= Fraction(on.rate(rate.currency))
        left = strung("×", factors)
    if whole <= limit:
        return Reckoned(Fraction(0), (*lines, say("{whole} is not more than {limit}: nothing of it is charged.", whole=shown[0],
                                                  limit=shown[1])))  # fmt: skip
    return _joined([Reckoned(limit, lines)], _line(left, amount, on))


def _limit_in_money(node: Over, on: On) -> tuple[Fraction, tuple[Text, ...]]:
    """A limit in the chain's currency, and how it came to that."""
    limit = Fraction(node.limit)
    if node.unit == on.currency:
        return limit, ()
    rate = on.rate(node.unit)
    told = strung("×", [Text("{limit} {currency}", {"limit": Figure(node.limit), "currency": node.unit}), Figure(rate)])
    limit *= Fraction(rate)
    return limit, (say("Limit: {equation}.", equation=equation(told, limit, on.step, on.currency)),)


def _limit(left: Reckoned, word: str, right: Reckoned, on: On) -> Reckoned:
    """The higher of two amounts, or the lower: both are told."""
    amount = max(left.amount, right.amount) if word == "MIN" else min(left.amount, right.amount)
    values = {
        "left": _money(left.amount, on),
        "right": _money(right.amount, on),
        "amount": _money(amount, on),
        "currency": on.currency,
    }
    if left.amount == right.amount:
        told = say("Both come to {amount} {currency}.", **values)
    elif word == "MIN":
        told = say("Of {left} and {right} the higher counts: {amount} {currency}.", **values)
    else:
        told = say("Of {left} and {right} the lower counts: {amount} {currency}.", **values)
    return _joined([left, right], Reckoned(amount, (told,)))


def _grossed(expression: Expression, on: On) -> Reckoned:
    """The X that satisfies X = expression on (base + X), branch by branch of MIN and MAX."""
    told = say(
        "The charge is part of its own base, so the rate is taken of the base and divided by what the rate leaves of 100%."
    )
    found = _grossed_branch(expression.node, on)
    if found is None:
        branches = [min(_solved(form, on) for form in group) for group in expression.forms]
        amount = max(branches)
        values = {"amount": _money(amount, on), "currency": on.currency}
        found = Reckoned(amount, (say("Branch by branch that comes to {amount} {currency}.", **values),))
    return Reckoned(found.amount, (told, *found.lines)) if found.lines else found


def _grossed_branch(node: Node, on: On) -> Reckoned | None:
    """A limit by its two sides; a plain sum at once; None where a limit stands within a sum."""
    if isinstance(node, Limit):
        sides = _grossed_branch(node.left, on), _grossed_branch(node.right, on)
        return _limit(sides[0], node.word, sides[1], on) if sides[0] and sides[1] else None
    terms = node.terms if isinstance(node, Sum) else (node,)
    if not all(isinstance(term, Percent | Amount) for term in terms):
        return None
    rate = sum((term.rate for term in terms if isinstance(term, Percent)), Decimal(0))
    sums = [_reckon(term, on) for term in terms if isinstance(term, Amount)]
    if rate == 0:
        return _reckon(node, on)
    rest = sum((one.amount for one in sums), Fraction(0))
    part = Text("{base} × {rate}%", {"base": written(on.base, on.step), "rate": Figure(rate)})
    left = Text("({sum})", {"sum": strung("+", [part, *(_money(one.amount, on) for one in sums)])}) if sums else part
    amount = (on.base * Fraction(rate) * _ONE_PERCENT + rest) / (1 - Fraction(rate) * _ONE_PERCENT)
    whole = Text("{left} ÷ (100% − {rate}%)", {"left": left, "rate": Figure(rate)})
    return _joined(sums, _line(whole, amount, on))


def _solved(form: Form, on: On) -> Fraction:
    rest = Fraction(0)
    for currency, unit, amount in form.amounts:
        rate = 1 if currency == on.currency else Fraction(on.rate(currency))
        rest += amount * rate * (Fraction(on.quantity(unit)) if unit else 1)
    return (form.rate * on.base + rest) / (1 - form.rate)
