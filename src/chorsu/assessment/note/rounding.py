"""Rounding and sharing out, as the relations do it, for the few rows of a note."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from chorsu.measures.model import Rounding
from chorsu.text import Figure, Text, say


def rounded(amount: Fraction, rounding: Rounding) -> Decimal:
    """An amount to the chain's step."""
    return steps_of(amount / Fraction(rounding.to), rounding.mode) * rounding.to


def steps_of(steps: Fraction, mode: str) -> int:
    """A fraction of steps as a whole number of them."""
    match mode:
        case "half_up":
            return floor(steps + Fraction(1, 2))
        case "down":
            return floor(steps)
        case "up":
            return ceil(steps)
        case _:
            return round(steps)  # of a fraction: half to even


def shared(whole: int, weights: Sequence[int]) -> list[int]:
    """A whole shared out by largest remainder, ties in the order of the items."""
    total = sum(weights)
    shares = [whole * weight // total for weight in weights]
    order = sorted(range(len(weights)), key=lambda place: (-(whole * weights[place] % total), place))
    for place in order[: whole - sum(shares)]:
        shares[place] += 1
    return shares


def rounding_told(amount: Decimal, rounding: Rounding, currency: str) -> Text:
    """That an amount was rounded, and how."""
    values = {"step": Figure(rounding.to), "currency": currency, "amount": Figure(amount)}
    match rounding.mode:
        case "half_up":
            return say("Rounded to {step} {currency}, half up: {amount} {currency}.", **values)
        case "down":
            return say("Cut off to {step} {currency}: {amount} {currency}.", **values)
        case "up":
            return say("Rounded up to {step} {currency}: {amount} {currency}.", **values)
        case _:
            return say("Rounded to {step} {currency}, half to the even digit: {amount} {currency}.", **values)
