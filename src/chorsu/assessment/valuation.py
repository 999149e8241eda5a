"""Price to customs value: what each Incoterm adds and takes off under CIF, DAP-border and FOB valuation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import gcd, lcm

from chorsu.assessment.case import Standing
from chorsu.assessment.relations import ItemRow, SumRow
from chorsu.measures.model import Addition
from chorsu.text import Text, say

_SELLER_PAYS_NO_MAIN_CARRIAGE = ("EXW", "FCA", "FAS", "FOB")
_CARRIAGE_WITHOUT_INSURANCE = ("CFR", "CPT")
_CARRIAGE = ("freight", "after_entry")


@dataclass(frozen=True)
class Part:
    """A sum that the customs value takes in (+1) or leaves out (-1)."""

    name: str
    sign: int


def parts(incoterm: str, valuation: str) -> tuple[Part, ...]:
    """The sums that bring a price under an Incoterm to the customs value."""
    freight, after_entry, insurance = Part("freight", 1), Part("after_entry", -1), Part("insurance", 1)
    duties = (Part("duties_included", -1),) if incoterm == "DDP" else ()
    if valuation == "FOB":
        if incoterm in _SELLER_PAYS_NO_MAIN_CARRIAGE:
            return ()
        less_insurance = () if incoterm in _CARRIAGE_WITHOUT_INSURANCE else (Part("insurance", -1),)
        return (Part("freight", -1), *less_insurance, *duties)
    if incoterm in _SELLER_PAYS_NO_MAIN_CARRIAGE:
        return (freight, after_entry, insurance)
    if incoterm in _CARRIAGE_WITHOUT_INSURANCE:
        return (after_entry, insurance)
    return (after_entry, *duties)


@dataclass
class Valued:
    """The rows of a case for the relation, or why there are none."""

    items: list[ItemRow] = field(default_factory=list)
    sums: list[SumRow] = field(default_factory=list)
    unknown: dict[int, Text] = field(default_factory=dict)


def value_rows(standing: Standing, c: int) -> Valued:
    """Bring prices and sums to steps. An item whose price cannot be converted is unknown; so are all, where a sum is."""
    valued = Valued()
    prices = _prices(standing, valued)
    sums = [row for part in parts(standing.case.consignment.incoterm, standing.chain.valuation)
            if (row := _sum(standing, part, prices, valued)) is not None]  # fmt: skip
    sums = _limited(standing, prices, sums, valued)
    sums = [row for row in sums if not _rounds_to_nothing(row[1], standing.chain.rounding.mode)]
    if len(valued.unknown) < len(prices):
        _weigh(standing, c, prices, sums, valued)
    return valued


def _prices(standing: Standing, valued: Valued) -> list[Fraction | None]:
    prices: list[Fraction | None] = []
    for index, item in enumerate(standing.items):
        steps = standing.steps(item.currency)
        prices.append(None if steps is None else Fraction(item.value) * steps)
        if steps is None:
            valued.unknown[index] = standing.no_rate(item.currency)
    return prices


def _sum(standing: Standing, part: Part, prices: Sequence[Fraction | None], valued: Valued) -> tuple[Part, Fraction, bool] | None:
    """A part in steps, and whether it is shared by mass; None where it is nothing or unknown."""
    stated = declared(standing, part.name)
    if stated is None:
        return _if_unknown(standing, part, prices, valued)
    amount, currency = stated
    if amount == 0:
        return None
    steps = standing.steps(currency)
    if steps is None:
        _all_unknown(standing, valued, standing.no_rate(currency))
        return None
    return part, Fraction(amount) * steps, part.name in _CARRIAGE


def _limited(
    standing: Standing, prices: Sequence[Fraction | None], sums: list[tuple[Part, Fraction, bool]], valued: Valued
) -> list[tuple[Part, Fraction, bool]]:
    """The sums, with the carriage at most what the law lets it count for by the mode of the way (India, by air: 20 %)."""
    limit = standing.chain.freight_at_most
    taken_in = any(part.name == "freight" and part.sign > 0 for part, _, _ in sums)
    if limit is None or not taken_in or standing.mode != limit.mode:
        return sums
    if any(price is None for price in prices):
        _all_unknown(standing, valued, next(iter(valued.unknown.values())))
        return sums
    most = Fraction(limit.rate) * sum(price for price in prices if price is not None)
    if sum(part.sign * whole for part, whole, _ in sums if part.name in _CARRIAGE) <= most:
        return sums
    return [(Part("freight", 1), most, True), *(row for row in sums if row[0].name not in _CARRIAGE)]


def _rounds_to_nothing(steps: Fraction, mode: str) -> bool:
    """Whether a sum comes to zero once it is rounded, so that there is nothing to share and no weight is needed."""
    if mode == "up":
        return steps == 0
    return steps < 1 if mode == "down" else steps < Fraction(1, 2) or (mode == "half_even" and steps == Fraction(1, 2))


def declared(standing: Standing, name: str) -> tuple[Decimal, str] | None:
    """A sum as the consignment states it: amount and currency."""
    consignment = standing.case.consignment
    freight = consignment.freight
    if name in _CARRIAGE:
        return None if freight is None else (getattr(freight, "amount" if name == "freight" else name), freight.currency)
    money = consignment.insurance if name == "insurance" else consignment.duties_included
    return None if money is None else (money.amount, money.currency)


def _if_unknown(
    standing: Standing, part: Part, prices: Sequence[Fraction | None], valued: Valued
) -> tuple[Part, Fraction, bool] | None:
    """What a sum that is not declared comes to: the law's percentage of the goods' value, nothing, or unknown."""
    if part.sign < 0:
        return None  # terms that contain carriage take nothing off where it is not stated
    chain = standing.chain
    rate = chain.freight_if_unknown if part.name == "freight" else chain.insurance_if_unknown
    if rate is None:
        if part.name == "freight":
            _all_unknown(standing, valued, say("The freight is not known, and the term {term} leaves it out of the price.",
                                               term=standing.case.consignment.incoterm))  # fmt: skip
        return None
    if any(price is None for price in prices):
        _all_unknown(standing, valued, next(iter(valued.unknown.values())))
        return None
    return part, Fraction(rate) * sum(price for price in prices if price is not None), part.name == "freight"


def _all_unknown(standing: Standing, valued: Valued, why: Text) -> None:
    for index in range(len(standing.items)):
        valued.unknown.setdefault(index, why)


def _weigh(
    standing: Standing,
    c: int,
    prices: Sequence[Fraction | None],
    sums: Sequence[tuple[Part, Fraction, bool]],
    valued: Valued,
) -> None:
    """Give the items their weights: gross mass for carriage, the value for the rest and where a mass is missing."""
    masses = [item.gross_mass for item in standing.items]
    by_mass = all(mass is not None for mass in masses) and any(masses)
    if valued.unknown and any(not (carriage and by_mass) for _, _, carriage in sums):
        _all_unknown(standing, valued, next(iter(valued.unknown.values())))
        return
    addition = standing.chain.addition
    if addition and any(price is None for price in prices):
        _all_unknown(standing, valued, next(iter(valued.unknown.values())))
        return
    w_value = whole_weights([price or Fraction(0) for price in prices])
    w_mass = whole_weights([Fraction(mass or 0) for mass in masses])
    valued.sums = [
        SumRow(c, part.name, *amount.as_integer_ratio(), part.sign, carriage and by_mass, counted(part.name, addition))
        for part, amount, carriage in sums
    ]
    if addition:
        rate = Fraction(addition.rate)
        of_prices = rate * sum(price for price in prices if price is not None) if counted("value", addition) else Fraction(0)
        added = SumRow(c, "addition", *of_prices.as_integer_ratio(), 1, by_mass=False, fn=rate.numerator, fd=rate.denominator)
        valued.sums.append(added)
    valued.items = [
        ItemRow(
            c,
            index,
            (price or Fraction(0)).numerator,
            (price or Fraction(0)).denominator,
            w_value[index],
            w_mass[index],
        )
        for index, price in enumerate(prices)
    ]


def counted(name: str, addition: Addition | None) -> bool:
    """Whether the law's addition is computed on a part of the customs value, by the part's own name or with all of it."""
    if addition is None:
        return False
    return "customs_value" in addition.of or ("freight" if name in _CARRIAGE else name) in addition.of


def whole_weights(weights: Sequence[Fraction]) -> list[int]:
    """The smallest whole numbers in the proportion of the weights; ones where all weights are zero (shared evenly)."""
    if not any(weights):
        return [1] * len(weights)
    scale = lcm(*(weight.denominator for weight in weights))
    whole = [int(weight * scale) for weight in weights]
    return [number // gcd(*whole) for number in whole]
