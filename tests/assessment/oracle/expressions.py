"""Duty expressions: reading, meaning, and amount, with the tax that is contained in its own base.

An expression is nested tuples: ``("%", rate)``, ``("per", rate, currency, unit)``, ``("fixed", sum, currency)``,
``("+", left, right)``, ``("MIN", left, right)`` (not less than) and ``("MAX", left, right)`` (not more than). ``FREE`` is
nought per cent.
"""

import re
from fractions import Fraction
from functools import cache
from itertools import product

from .rounding import Unknown

TOKEN = re.compile(r"\s*(\(|\)|\+|MIN\b|MAX\b|FREE\b|(?P<rate>\d+(\.\d+)?)\s*(%|(?P<currency>[A-Z]{3})(/(?P<unit>[A-Z0-9]+))?))")
KILOGRAMS = {"KGM": 1, "100KGM": 100, "TNE": 1000}


@cache
def parse(text: str):
    """Read an expression. ``+`` binds tighter than MIN and MAX, which are taken from left to right."""
    tokens, place = [], 0
    while place < len(text.rstrip()):
        found = TOKEN.match(text, place)
        if not found:
            raise ValueError(text)
        tokens.append(found)
        place = found.end()
    tree = limits(tokens)
    if tokens:
        raise ValueError(text)
    return tree


def limits(tokens: list):
    """Sums that MIN and MAX join."""
    left = sums(tokens)
    while tokens and tokens[0].group(1) in ("MIN", "MAX"):
        sign = tokens.pop(0).group(1)
        left = (sign, left, sums(tokens))
    return left


def sums(tokens: list):
    """Terms that ``+`` joins."""
    left = term(tokens)
    while tokens and tokens[0].group(1) == "+":
        tokens.pop(0)
        left = ("+", left, term(tokens))
    return left


def term(tokens: list):
    """A rate, or an expression in parentheses."""
    token = tokens.pop(0)
    if token.group(1) == "(":
        inner = limits(tokens)
        if tokens.pop(0).group(1) != ")":
            raise ValueError("a parenthesis is open")
        return inner
    if token.group(1) == "FREE":
        return ("%", Fraction(0))
    if token["rate"] is None:
        raise ValueError(token.group(1))
    rate = Fraction(token["rate"])
    if token["currency"] is None:
        return ("%", rate / 100)
    if token["unit"] is None:
        return ("fixed", rate, token["currency"])
    return ("per", rate, token["currency"], token["unit"])


def meaning(tree) -> tuple:
    """A form that is equal for expressions that mean the same: ``10%`` and ``10.0%``, ``30 EUR/TNE`` and ``0.03 EUR/KGM``."""
    if tree[0] in ("MIN", "MAX"):
        parts = sorted({meaning(part) for part in unfold(tree, tree[0])}, key=repr)
        return parts[0] if len(parts) == 1 else (tree[0], *parts)
    rates: dict[tuple, Fraction] = {}
    limited = []
    for part in unfold(tree, "+"):
        if part[0] in ("MIN", "MAX"):
            limited.append(meaning(part))
            continue
        key, rate = (part[0], *part[2:]), part[1]
        if part[0] == "per" and part[3] in KILOGRAMS:
            key, rate = ("per", part[2], "KGM"), rate / KILOGRAMS[part[3]]
        rates[key] = rates.get(key, Fraction(0)) + rate
    straight = sorted((key, rate) for key, rate in rates.items() if rate)
    if len(limited) == 1 and not straight:
        return limited[0]
    return ("+", *straight, *sorted(limited, key=repr))


def unfold(tree, sign: str) -> list:
    """The parts that one sign joins: ``a + (b + c)`` gives a, b, c."""
    if tree[0] != sign:
        return [tree]
    return unfold(tree[1], sign) + unfold(tree[2], sign)


def quantity(item: dict, unit: str) -> Fraction:
    """How much of a unit an item has. Raises Unknown where that is not said."""
    if unit in KILOGRAMS:
        mass = item.get("net_mass")
        if mass is None and item.get("unit") == "KGM":
            mass = item.get("quantity")
        if mass is None:
            raise Unknown("no net mass")
        return Fraction(mass) / KILOGRAMS[unit]
    if item.get("unit") == unit and item.get("quantity") is not None:
        return Fraction(item["quantity"])
    if (item.get("quantities") or {}).get(unit) is not None:
        return Fraction(item["quantities"][unit])
    raise Unknown(f"no quantity in {unit}")


def lines(tree, quantity_of, convert) -> list:
    """The expression as straight lines of the base, ``(fixed part, rate)``, in nested ``("MIN"/"MAX"/"+", …)``.

    ``quantity_of(unit)`` and ``convert(amount, currency)`` give figures in the chain's currency, or raise Unknown.
    """
    if tree[0] == "%":
        return (Fraction(0), tree[1])
    if tree[0] == "fixed":
        return (convert(tree[1], tree[2]), Fraction(0))
    if tree[0] == "per":
        return (quantity_of(tree[3]) * convert(tree[1], tree[2]), Fraction(0))
    return (tree[0], lines(tree[1], quantity_of, convert), lines(tree[2], quantity_of, convert))


def on_base(shape, base: Fraction) -> Fraction:
    """The amount of :func:`lines` on a base."""
    if len(shape) == 2:
        return shape[0] + shape[1] * base
    left, right = on_base(shape[1], base), on_base(shape[2], base)
    if shape[0] == "+":
        return left + right
    return max(left, right) if shape[0] == "MIN" else min(left, right)


def branches(shape) -> list:
    """Every straight line that the expression can follow: at each MIN and MAX one side or the other."""
    if len(shape) == 2:
        return [shape]
    left, right = branches(shape[1]), branches(shape[2])
    if shape[0] == "+":
        return [(a[0] + b[0], a[1] + b[1]) for a, b in product(left, right)]
    return left + right


def contained(shape, base: Fraction) -> Fraction:
    """The amount X that satisfies X = expression on (base + X): each branch solved alone, and the one kept that holds."""
    for fixed, rate in branches(shape):
        if rate >= 1:
            continue
        amount = (fixed + rate * base) / (1 - rate)
        if on_base(shape, base + amount) == amount:
            return amount
    raise Unknown("no amount satisfies the gross-up")
