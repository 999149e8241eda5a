"""Duty expressions: reading, meaning, and amount, with the tax that is contained in its own base.

An expression is nested tuples: ``("%", rate)``, ``("per", rate, currency, unit)``, ``("fixed", sum, currency)``,
``("+", left, right)``, ``("-", left, right)``, ``("MIN", left, right)`` (not less than), ``("MAX", left, right)`` (not more
than) and ``("OVER", rate, limit, currency or unit)`` (on what exceeds the limit). ``FREE`` is nought per cent.
"""

import re
from fractions import Fraction
from functools import cache
from itertools import product

from .rounding import Unknown

TOKEN = re.compile(
    r"\s*(\(|\)|\+|-|MIN\b|MAX\b|FREE\b|OVER\s+(?P<limit>\d+(\.\d+)?)\s*(?P<of>[A-Z][A-Z0-9]+)"
    r"|(?P<rate>\d+(\.\d+)?)\s*(%|(?P<currency>[A-Z]{3})(/(?P<unit>[A-Z0-9]+))?))"
)
KILOGRAMS = {"KGM": 1, "100KGM": 100, "TNE": 1000}


@cache
def parse(text: str):
    """Read an expression. OVER binds tighter than ``+`` and ``-``, these than MIN and MAX; all are taken from left to right."""
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
    """Terms that ``+`` and ``-`` join."""
    left = exceeding(tokens)
    while tokens and tokens[0].group(1) in ("+", "-"):
        sign = tokens.pop(0).group(1)
        left = (sign, left, exceeding(tokens))
    return left


def exceeding(tokens: list):
    """A term, or a rate on what exceeds a limit."""
    left = term(tokens)
    if tokens and tokens[0]["limit"] is not None:
        token = tokens.pop(0)
        return ("OVER", left, Fraction(token["limit"]), token["of"])
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
    for sign, part in addends(tree, 1):
        if part[0] == "OVER":
            (what, rate), limit = in_kilograms(part[1]), part[2] * KILOGRAMS.get(part[3], 1)
            limited.append((sign, ("OVER", what, rate, limit, "KGM" if part[3] in KILOGRAMS else part[3])))
        elif part[0] in ("MIN", "MAX"):
            limited.append((sign, meaning(part)))
        else:
            key, rate = in_kilograms(part)
            rates[key] = rates.get(key, Fraction(0)) + sign * rate
    straight = sorted((key, rate) for key, rate in rates.items() if rate)
    if len(limited) == 1 and not straight and limited[0][0] == 1:
        return limited[0][1]
    return ("+", *straight, *sorted(limited, key=repr))


def in_kilograms(rate) -> tuple[tuple, Fraction]:
    """What a simple rate is laid on, and how much it is, by the kilogram where it is laid on mass."""
    if rate[0] == "per" and rate[3] in KILOGRAMS:
        return ("per", rate[2], "KGM"), rate[1] / KILOGRAMS[rate[3]]
    return (rate[0], *rate[2:]), rate[1]


def addends(tree, sign: int) -> list:
    """What is added (1) and taken off (-1) in the end: ``a - (b - c)`` gives a, less b, c."""
    if tree[0] not in ("+", "-"):
        return [(sign, tree)]
    return addends(tree[1], sign) + addends(tree[2], sign if tree[0] == "+" else -sign)


def unfold(tree, sign: str) -> list:
    """The parts that one sign joins: ``a + (b + c)`` gives a, b, c."""
    if tree[0] != sign:
        return [tree]
    return unfold(tree[1], sign) + unfold(tree[2], sign)


def quantity(item: dict, unit: str) -> Fraction:
    """How much of a unit an item has. Raises Unknown where that is not said."""
    if unit == "E4" and item.get("gross_mass") is not None:
        return Fraction(item["gross_mass"])
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
    if tree[0] == "OVER":
        return exceeding_lines(tree, quantity_of, convert)
    return (tree[0], lines(tree[1], quantity_of, convert), lines(tree[2], quantity_of, convert))


def exceeding_lines(tree, quantity_of, convert) -> tuple:
    """A rate on what exceeds a limit: of the base in money, or of a quantity; nothing below it."""
    _, rate, limit, unit = tree
    if rate[0] == "%":
        return ("MIN", (-rate[1] * convert(limit, unit), rate[1]), (Fraction(0), Fraction(0)))
    units = quantity_of(rate[3]) - limit * Fraction(KILOGRAMS.get(unit, 1), KILOGRAMS.get(rate[3], 1))
    return (max(units, Fraction(0)) * convert(rate[1], rate[2]), Fraction(0))


def amount(shape, base: Fraction) -> Fraction:
    """What is charged on a base: what comes to less than nothing is nothing."""
    return max(on_base(shape, base), Fraction(0))


def on_base(shape, base: Fraction) -> Fraction:
    """What :func:`lines` come to on a base."""
    if len(shape) == 2:
        return shape[0] + shape[1] * base
    left, right = on_base(shape[1], base), on_base(shape[2], base)
    if shape[0] == "+":
        return left + right
    if shape[0] == "-":
        return left - right
    return max(left, right) if shape[0] == "MIN" else min(left, right)


def branches(shape) -> list:
    """Every straight line that the expression can follow: at each MIN and MAX one side or the other."""
    if len(shape) == 2:
        return [shape]
    left, right = branches(shape[1]), branches(shape[2])
    if shape[0] == "+":
        return [(a[0] + b[0], a[1] + b[1]) for a, b in product(left, right)]
    if shape[0] == "-":
        return [(a[0] - b[0], a[1] - b[1]) for a, b in product(left, right)]
    return left + right


def contained(shape, base: Fraction) -> Fraction:
    """The amount X that satisfies X = expression on (base + X): each branch solved alone, and the one kept that holds."""
    for fixed, rate in [*branches(shape), (Fraction(0), Fraction(0))]:
        if rate >= 1:
            continue
        solved = (fixed + rate * base) / (1 - rate)
        if amount(shape, base + solved) == solved:
            return solved
    raise Unknown("no amount satisfies the gross-up")
