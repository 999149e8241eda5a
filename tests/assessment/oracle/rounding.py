"""Rounding to the multiples of a unit, sharing out by largest remainder, and significant digits, all in fractions."""

from collections.abc import Iterable
from fractions import Fraction
from math import floor


class Unknown(Exception):
    """A figure cannot be told; the message says for want of what, ``possible`` which measures may be those that count."""

    def __init__(self, why: str, possible: Iterable[dict] = ()) -> None:
        super().__init__(why)
        self.possible = {measure["id"] for measure in possible}


def half_even(number: Fraction) -> int:
    """The nearest whole number; the even one of two that are as near."""
    below = floor(number)
    rest = number - below
    if rest == Fraction(1, 2):
        return below if below % 2 == 0 else below + 1
    return below if rest < Fraction(1, 2) else below + 1


def to_unit(amount: Fraction, rule: dict) -> Fraction:
    """Round by a chain's rule ``{to, mode}``: to a multiple of ``to``, half up, half even, down or up."""
    unit = Fraction(rule["to"])
    count = amount / unit
    below = floor(count)
    if rule["mode"] == "half_up":
        whole = floor(count + Fraction(1, 2))
    elif rule["mode"] == "half_even":
        whole = half_even(count)
    elif rule["mode"] == "down":
        whole = below
    elif rule["mode"] == "up":
        whole = below if count == below else below + 1
    else:
        raise ValueError(rule["mode"])
    return whole * unit


def largest_remainder(amount: Fraction, weights: list[Fraction], unit: Fraction) -> list[Fraction]:
    """Share out an amount, a multiple of ``unit``, in proportion to the weights and in multiples of ``unit``.

    Each gets its proportion rounded down; what is left goes, one unit each, to the largest remainders, equal remainders in the
    order of the items. Where all weights are zero they count as equal.
    """
    if sum(weights) == 0:
        weights = [Fraction(1)] * len(weights)
    units = amount / unit
    assert units.denominator == 1
    quotas = [units * weight / sum(weights) for weight in weights]
    wholes = [floor(quota) for quota in quotas]
    left = int(units) - sum(wholes)
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(quotas[i] - wholes[i]), i))
    for i in by_remainder[:left]:
        wholes[i] += 1
    return [whole * unit for whole in wholes]


def significant(number: Fraction, digits: int = 12) -> Fraction:
    """Round a positive number half-even to so many significant digits."""
    power = 0
    while number / Fraction(10) ** power >= Fraction(10) ** digits:
        power += 1
    while number / Fraction(10) ** power < Fraction(10) ** (digits - 1):
        power -= 1
    return half_even(number / Fraction(10) ** power) * Fraction(10) ** power


def plain(number: Fraction) -> str:
    """A fraction that ends in decimals, written out in them."""
    digits = 0
    while (number * 10**digits).denominator != 1:
        digits += 1
        assert digits < 60, number
    scaled = str(abs(int(number * 10**digits))).rjust(digits + 1, "0")
    sign = "-" if number < 0 else ""
    return sign + (scaled[:-digits] + "." + scaled[-digits:] if digits else scaled)
