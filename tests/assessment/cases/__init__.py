"""Hand-computed cases: a table that the oracle and the product must both satisfy, each case one rule of the law's arithmetic."""

from . import charging, choosing, exchange, valuing
from .build import Case

CASES: list[Case] = [*choosing.CASES, *valuing.CASES, *charging.CASES, *exchange.CASES]

__all__ = ["CASES", "Case"]
