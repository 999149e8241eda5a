"""From an expression to whole numbers: units, currencies and grossing-up worked into coefficients over one denominator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from chorsu.assessment.program import Pair
from chorsu.measures.expression import Expression, Form


@dataclass(frozen=True)
class Columns:
    """The columns of quantities and of exchange that a batch of lines has, by unit and by currency.

    A quantity stands in its column times the ``units`` scale, the steps that a unit of a currency comes to times that of
    ``currencies``: so that both are whole.
    """

    units: Mapping[str, int]
    currencies: Mapping[str, int]
    pairs: tuple[Pair, ...]

    def pair(self, unit: str, currency: str) -> int:
        """The number of the pair of a unit (empty for a fixed sum) and a currency."""
        return self.pairs.index(self.pair_of(unit, currency))

    def pair_of(self, unit: str, currency: str) -> Pair:
        """A unit and a currency by the numbers of their columns."""
        return Pair(list(self.units).index(unit) if unit else None, list(self.currencies).index(currency))

    def scale(self, unit: str, currency: str) -> int:
        """What the product of a quantity and the exchange stands in their columns times."""
        return (self.units[unit] if unit else 1) * self.currencies[currency]


def columns_for(expressions: Sequence[Expression], units: Mapping[str, int], currencies: Mapping[str, int]) -> Columns:
    """The columns with just those pairs that some expressions need."""
    columns = Columns(units, currencies, ())
    needed = {
        columns.pair_of(unit, currency)
        for expression in expressions for group in expression.forms for form in group for currency, unit, _ in form.amounts
    }  # fmt: skip
    order = sorted(needed, key=lambda pair: (-1 if pair.unit is None else pair.unit, pair.currency))
    return Columns(units, currencies, tuple(order))


@dataclass(frozen=True)
class Linear:
    """``rate`` × base + Σ coefficient × pair, over the denominator of the measure."""

    rate: int
    terms: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Coefficients:
    """A measure's amount over ``d``: the greatest, over the groups, of the least form of each."""

    groups: tuple[tuple[Linear, ...], ...]
    d: int

    def most(self, base: int, pairs: Sequence[int]) -> int:
        """What no numerator exceeds, where base and pairs are at most so much (signs left out)."""
        forms = (form for group in self.groups for form in group)
        return max(abs(form.rate) * base + sum(abs(a) * pairs[p] for p, a in form.terms) for form in forms)


def coefficients(expression: Expression, columns: Columns, *, gross_up: bool = False) -> Coefficients:
    """The forms of an expression as whole coefficients over one denominator."""
    groups = [[_fractions(form, columns, gross_up) for form in group] for group in sorted(expression.forms, key=repr)]
    forms = [form for group in groups for form in group]
    d = lcm(*(figure.denominator for rate, terms in forms for figure in (rate, *terms.values())))
    whole = tuple(
        tuple(Linear(int(rate * d), tuple((pair, int(a * d)) for pair, a in terms.items() if a)) for rate, terms in group)
        for group in groups
    )
    return Coefficients(whole, d)


def _fractions(form: Form, columns: Columns, gross_up: bool) -> tuple[Fraction, dict[int, Fraction]]:
    """Rate and amounts by pair. Grossed up, X = rate × (base + X) + rest, so all over 1 - rate."""
    over = 1 - form.rate if gross_up else Fraction(1)
    terms: dict[int, Fraction] = {}
    for currency, unit, amount in form.amounts:
        pair = columns.pair(unit, currency)
        terms[pair] = terms.get(pair, Fraction(0)) + amount / columns.scale(unit, currency) / over
    return form.rate / over, terms
