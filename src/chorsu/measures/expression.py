"""The grammar of duties: ``10% MIN 0.06 EUR/KGM``. Parse, print, and bring to a normal form that says what it means.

``OVER`` ("on what exceeds") binds tighter than ``+`` and ``-``, and these tighter than ``MIN`` ("but not less than") and ``MAX``
("but not more than"), which are read from left to right. What comes to less than zero as a whole is zero. Grammar::

    expression = sum { ("MIN" | "MAX") sum }
    sum        = term { ("+" | "-") term }
    term       = rate | rate "OVER" number (currency | unit) | "(" expression ")"
    rate       = "FREE" | number "%" | number currency [ "/" [count] unit ]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property
from itertools import product
from math import prod

from chorsu.facts import plain
from chorsu.text import Text, say

MOST_LETTERS = 300
MOST_FORMS = 64

# Rates per tonne and per hundred kilograms are charged on the same net mass as rates per kilogram.
_IN_KILOGRAMS = {"KGM": 1, "TNE": 1000}


class NotAnExpression(ValueError):
    """Raised by :func:`parse_expression`; ``reason`` says what is wrong and where."""

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        super().__init__(str(reason))


@dataclass(frozen=True)
class Percent:
    """An ad valorem rate; ``FREE`` is the rate of zero."""

    rate: Decimal
    free: bool = False

    def __str__(self) -> str:
        return "FREE" if self.free else f"{plain(self.rate)}%"


@dataclass(frozen=True)
class Amount:
    """A sum of money per ``count`` units; once for the item (or consignment) where the unit is empty."""

    amount: Decimal
    currency: str
    unit: str = ""
    count: int = 1

    def __str__(self) -> str:
        per = f"/{self.count if self.count != 1 else ''}{self.unit}" if self.unit else ""
        return f"{plain(self.amount)} {self.currency}{per}"


@dataclass(frozen=True)
class Over:
    """A rate on what its base exceeds ``limit`` by: money in the currency ``unit``, or a quantity in it; nothing below that."""

    rate: Percent | Amount
    limit: Decimal
    unit: str

    def __str__(self) -> str:
        return f"{self.rate} OVER {plain(self.limit)} {self.unit}"


@dataclass(frozen=True)
class Less:
    """A term of a sum that is taken off."""

    term: Node

    def __str__(self) -> str:
        return _in_sum(self.term)


@dataclass(frozen=True)
class Sum:
    """Terms added together, and taken off."""

    terms: tuple[Node, ...]

    def __str__(self) -> str:
        first, *others = self.terms
        return _in_sum(first) + "".join(f" {'-' if isinstance(term, Less) else '+'} {_in_sum(term)}" for term in others)


def _in_sum(term: Node) -> str:
    return f"({term})" if isinstance(term, Limit | Sum) else str(term)


@dataclass(frozen=True)
class Limit:
    """``left`` but not less than ``right`` (word ``MIN``), or not more than it (word ``MAX``)."""

    left: Node
    word: str
    right: Node

    def __str__(self) -> str:
        right = f"({self.right})" if isinstance(self.right, Limit) else str(self.right)
        return f"{self.left} {self.word} {right}"


Node = Percent | Amount | Over | Less | Sum | Limit


@dataclass(frozen=True)
class Form:
    """A linear form: ``rate`` × base + Σ amount per unit × quantity + Σ fixed sums (unit ``""``), by (currency, unit)."""

    rate: Fraction
    amounts: tuple[tuple[str, str, Fraction], ...]

    def plus(self, other: Form) -> Form:
        """The two forms added."""
        amounts: dict[tuple[str, str], Fraction] = {}
        for currency, unit, amount in (*self.amounts, *other.amounts):
            amounts[currency, unit] = amounts.get((currency, unit), Fraction(0)) + amount
        return Form(self.rate + other.rate, tuple((*key, amounts[key]) for key in sorted(amounts)))

    def times(self, factor: int) -> Form:
        """The form taken so many times."""
        return Form(self.rate * factor, tuple((currency, unit, amount * factor) for currency, unit, amount in self.amounts))

    @property
    def may_be_below_zero(self) -> bool:
        """Whether something is taken off in it."""
        return self.rate < 0 or any(amount < 0 for _, _, amount in self.amounts)


_NOTHING = Form(Fraction(0), ())
Forms = frozenset[frozenset[Form]]


@dataclass(frozen=True)
class Expression:
    """A parsed expression. ``str()`` prints it in the grammar; parsing that gives the same expression."""

    node: Node

    def __str__(self) -> str:
        return str(self.node)

    @cached_property
    def forms(self) -> Forms:
        """What it means: the greatest, over the outer set, of the least of each inner set of linear forms.

        Two expressions mean the same when these are equal: ``10%`` and ``10.0%``, ``100 EUR/TNE`` and ``0.1 EUR/KGM``. A form in
        which something is taken off may be below zero; the greatest of them all never is.
        """
        forms = _forms(self.node)
        if all(any(form.may_be_below_zero for form in group) for group in forms):
            forms |= {frozenset({_NOTHING})}
        return frozenset(group for group in forms if not any(other < group for other in forms))

    @cached_property
    def units(self) -> frozenset[str]:
        """The units whose quantity the amount needs (net mass as KGM)."""
        return frozenset(unit for form in self._all() for _, unit, _ in form.amounts if unit)

    @cached_property
    def currencies(self) -> frozenset[str]:
        """The currencies that it names."""
        return frozenset(currency for form in self._all() for currency, _, _ in form.amounts)

    def _all(self) -> Iterator[Form]:
        return (form for group in self.forms for form in group)


def _forms(node: Node) -> Forms:
    match node:
        case Percent(rate):
            return frozenset({frozenset({Form(Fraction(rate) / 100, ())})})
        case Amount(amount, currency, unit, count):
            per = Fraction(amount) / count / _IN_KILOGRAMS.get(unit, 1)
            return frozenset({frozenset({Form(Fraction(0), ((currency, _counted_in(unit), per),))})})
        case Over(rate, limit, unit):
            ((form,),) = _forms(rate)
            currency, per = (unit, form.rate) if isinstance(rate, Percent) else (rate.currency, form.amounts[0][2])
            below = Form(Fraction(0), ((currency, "", -per * Fraction(limit) * _IN_KILOGRAMS.get(unit, 1)),))
            return frozenset({frozenset({form.plus(below)}), frozenset({_NOTHING})})
        case Less(term):
            return _negative(_forms(term))
        case Sum(terms):
            forms = _forms(terms[0])
            for term in terms[1:]:
                forms = _small(frozenset(_added(left, right) for left in forms for right in _forms(term)))
            return forms
        case Limit(left, "MIN", right):
            return _small(_forms(left) | _forms(right))
        case Limit(left, _, right):
            return _small(frozenset(one | other for one in _forms(left) for other in _forms(right)))


def _counted_in(unit: str) -> str:
    return "KGM" if unit in _IN_KILOGRAMS else unit


def _negative(forms: Forms) -> Forms:
    """The forms of what is taken off: less the greatest of the least is the least of the greatest, multiplied out again."""
    if prod(len(group) for group in forms) * len(forms) > MOST_FORMS:
        raise _too_many()
    return frozenset(frozenset(form.times(-1) for form in picked) for picked in product(*forms))


def _added(left: frozenset[Form], right: frozenset[Form]) -> frozenset[Form]:
    return frozenset(one.plus(other) for one in left for other in right)


def _small(forms: Forms) -> Forms:
    if sum(len(group) for group in forms) > MOST_FORMS:
        raise _too_many()
    return forms


def _too_many() -> NotAnExpression:
    return NotAnExpression(say("The expression has more than {most} branches.", most=MOST_FORMS))


_TOKEN = re.compile(r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<word>[A-Z][A-Z0-9]*)|(?P<mark>[-%+/()]))", re.ASCII)
_UNIT = re.compile(r"[A-Z][A-Z0-9]{1,2}")
_UNIT_EXPECTED = say("a unit, for example KGM or 100KGM")


@cache
def parse_expression(text: str) -> Expression:
    """Parse an expression of the grammar above. Raises NotAnExpression with the place and what was expected there."""
    if len(text) > MOST_LETTERS:
        raise NotAnExpression(say("The expression has more than {most} letters.", most=MOST_LETTERS))
    parser = _Parser(text)
    node = parser.expression()
    if parser.token:
        raise parser.wrong(say("MIN, MAX, +, - or the end"))
    expression = Expression(node)
    _ = expression.forms  # so that one with too many branches is refused here, not when it is charged
    return expression


class _Parser:
    """Recursive descent over the tokens of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.end = 0
        self.advance()

    def advance(self) -> None:
        """Step to the next token; the empty token is the end."""
        self.start = self.end
        match = _TOKEN.match(self.text, self.end)
        if match:
            self.token = match.group().strip()
            self.start, self.end = match.end() - len(self.token), match.end()
        elif self.text[self.end :].strip():
            self.token = self.text[self.end :].strip()[0]
            raise self.wrong(say("a number, FREE or a bracket"))
        else:
            self.token = ""

    def wrong(self, expected: Text) -> NotAnExpression:
        found = self.token or say("the end")
        reason = say(
            "In the expression “{text}”: {found} at letter {place}, where {expected} should stand.",
            text=self.text,
            found=found,
            place=self.start + 1,
            expected=expected,
        )
        return NotAnExpression(reason)

    def expression(self) -> Node:
        node = self.sum()
        while self.token in ("MIN", "MAX"):
            word = self.token
            self.advance()
            node = Limit(node, word, self.sum())
        return node

    def sum(self) -> Node:
        terms = [self.term()]
        while self.token in ("+", "-"):
            sign = self.token
            self.advance()
            terms.append(self.term() if sign == "+" else Less(self.term()))
        return terms[0] if len(terms) == 1 else Sum(tuple(terms))

    def term(self) -> Node:
        node = self.rate()
        if self.token != "OVER":  # noqa: S105
            return node
        if not isinstance(node, Percent) and not (isinstance(node, Amount) and node.unit):
            raise self.wrong(
                say("MIN, MAX, +, - or the end")
            )  # a sum, or what is fixed, has no base of its own to exceed a limit
        self.advance()
        if not self.token or not self.token[0].isdigit():
            raise self.wrong(say("a number"))
        limit = Decimal(self.token)
        self.advance()
        if isinstance(node, Percent):
            return Over(node, limit, self.currency(say("a currency")))
        if _counted_in(self.token) != _counted_in(node.unit):
            raise self.wrong(say("the unit of the rate, {unit}", unit=node.unit))
        return Over(node, limit, self.unit())

    def rate(self) -> Node:
        if self.token == "(":  # noqa: S105
            self.advance()
            node = self.expression()
            if self.token != ")":  # noqa: S105
                raise self.wrong(say("a closing bracket"))
            self.advance()
            return node
        if self.token == "FREE":  # noqa: S105
            self.advance()
            return Percent(Decimal(0), free=True)
        if not self.token or not self.token[0].isdigit():
            raise self.wrong(say("a number, FREE or a bracket"))
        number = Decimal(self.token)
        self.advance()
        if self.token == "%":  # noqa: S105
            self.advance()
            return Percent(number)
        return self.money(number)

    def money(self, amount: Decimal) -> Amount:
        currency = self.currency(say("a percent sign or a currency"))
        if self.token != "/":  # noqa: S105
            return Amount(amount, currency)
        self.advance()
        count = 1
        if self.token.isdigit():
            count = int(self.token)
            self.advance()
        if count == 0:
            raise self.wrong(_UNIT_EXPECTED)
        return Amount(amount, currency, self.unit(), count)

    def currency(self, expected: Text) -> str:
        if not re.fullmatch("[A-Z]{3}", self.token) or self.token in ("MIN", "MAX"):
            raise self.wrong(expected)
        return self.word()

    def unit(self) -> str:
        if not _UNIT.fullmatch(self.token):
            raise self.wrong(_UNIT_EXPECTED)
        return self.word()

    def word(self) -> str:
        word = self.token
        self.advance()
        return word
