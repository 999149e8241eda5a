"""Equations with their figures, written so that a reader can reckon them again."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from chorsu.text import Figure, Text

_MOST_PLACES = 12
_ABOUT_PLACES = 8
_WIDE = Context(prec=80, rounding=ROUND_HALF_EVEN)

# A figure, or words with figures in them.
Part = Text | Figure | str


def decimal_of(number: Fraction, step: Decimal) -> tuple[Decimal, bool]:
    """A fraction as a decimal with at least the places of a step, and whether that is exact."""
    places = _places(number)
    exact = places is not None and places <= _MOST_PLACES
    wanted = max(_places(Fraction(step)) or 0, (places or 0) if exact else _ABOUT_PLACES)
    quotient = _WIDE.divide(Decimal(number.numerator), Decimal(number.denominator))
    return _WIDE.quantize(quotient, Decimal(1).scaleb(-wanted)), exact


def _places(number: Fraction) -> int | None:
    """How many decimal places a fraction has; None where they never end."""
    rest, twos, fives = number.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def strung(sign: str, parts: Sequence[Part]) -> Text:
    """Parts with a sign between them: ``a + b``."""
    names = {f"p{place}": part for place, part in enumerate(parts)}
    return Text(f" {sign} ".join(f"{{{name}}}" for name in names), names)


def signed(first: Part, parts: Sequence[tuple[bool, Part]]) -> Text:
    """``a + b − c``: each further part with whether it is added."""
    names: dict[str, Part] = {"first": first, **{f"p{place}": part for place, (_, part) in enumerate(parts)}}
    return Text("{first}" + "".join(f" {'+' if added else '−'} {{p{place}}}" for place, (added, _) in enumerate(parts)), names)


def equation(left: Part, result: Fraction, step: Decimal, currency: str = "") -> Text:
    """``left = result currency``; ``≈`` where the result has no end."""
    number, exact = decimal_of(result, step)
    sign = "=" if exact else "≈"
    return Text(f"{{left}} {sign} {{result}}" + (" {currency}" if currency else ""),
                {"left": left, "result": Figure(number), "currency": currency})  # fmt: skip


def written(number: Fraction | Decimal, step: Decimal = Decimal(1)) -> Figure:
    """A figure alone: a decimal as it was given, a fraction with at least the places of a step."""
    return Figure(number) if isinstance(number, Decimal) else Figure(decimal_of(number, step)[0])
