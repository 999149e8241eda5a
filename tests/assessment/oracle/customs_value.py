"""The customs value of each item: price, carriage, insurance, what the term contains beyond, and official values."""

from fractions import Fraction

from . import expressions
from .choosing import applying, code_of
from .rounding import Unknown, largest_remainder, to_unit

BEFORE = ("EXW", "FCA", "FAS", "FOB")
CARRIED = ("CFR", "CPT")
ARRIVED = ("CIF", "CIP", "DAP", "DPU", "DDP")

# What is added to the price (+1) or taken off it (-1), by valuation and term.
TO_THE_ENTRY = {
    **{term: {"freight": 1, "after_entry": -1, "insurance": 1} for term in BEFORE},
    **{term: {"after_entry": -1, "insurance": 1} for term in CARRIED},
    **{term: {"after_entry": -1} for term in ARRIVED},
    "DDP": {"after_entry": -1, "duties_included": -1},
}
TO_THE_EXIT = {
    **{term: {} for term in BEFORE},
    **{term: {"freight": -1} for term in CARRIED},
    **{term: {"freight": -1, "insurance": -1} for term in ARRIVED},
    "DDP": {"freight": -1, "insurance": -1, "duties_included": -1},
}
PARTS = {"freight": ("freight", "after_entry"), "insurance": ("insurance",)}
TABLES = {"CIF": TO_THE_ENTRY, "DAP-border": TO_THE_ENTRY, "FOB": TO_THE_EXIT}


class Fault(ValueError):
    """The input cannot be right."""


def percent(text: str) -> Fraction:
    return Fraction(text.rstrip("%")) / 100


def customs_values(case: dict, declared: list[Fraction | None]) -> list[Fraction | None]:
    """The customs value of each item, rounded, in the chain's currency; None where it cannot be told."""
    if any(value is not None and value < 0 for value in declared):
        raise Fault("a customs value below zero")
    values: list[Fraction | None] = []
    for item, value in zip(case["consignment"]["items"], declared, strict=True):
        try:
            official = official_value(item, value, case)
        except Unknown:
            official = None
        values.append(None if official is None else to_unit(official, case["chain"]["rounding"]))
    return values


def official_value(item: dict, declared: Fraction | None, case: dict) -> Fraction | None:
    """The declared value, or the official one that replaces it, and not less than every official floor."""
    standing, untold = applying("customs_value", item, code_of(item, case), case)
    if untold:
        raise Unknown("a condition of an official value cannot be told")
    value = declared
    for manner in ("replace", "floor"):
        for measure in [found for found in standing if found["as"] == manner]:
            shape = expressions.lines(
                expressions.parse(measure["expression"]), lambda unit: expressions.quantity(item, unit), case["convert"]
            )
            amount = expressions.amount(shape, declared or Fraction(0))
            if manner == "replace":
                value = amount
            elif value is not None:
                value = max(value, amount)
    return value


def declared_values(case: dict) -> list[Fraction | None]:
    """Price with what its term leaves out added and what it contains beyond taken off, exact; None where it cannot be told."""
    items = case["consignment"]["items"]
    prices = [known(lambda item=item: case["convert"](Fraction(item["value"]), item["currency"])) for item in items]
    table = TABLES[case["chain"]["valuation"]][case["consignment"]["incoterm"]]
    values = list(prices)
    try:
        exact = limited({name: amount_of(name, sign, prices, case) for name, sign in table.items()}, table, prices, case)
        sums = {name: to_unit(amount, case["chain"]["rounding"]) for name, amount in exact.items()}
    except Unknown:
        return [None] * len(items)
    for name, sign in table.items():
        values = together(values, share(name, sums[name], prices, case), sign)
    addition = case["chain"].get("addition")
    if addition:
        try:
            # Each part as it goes into the value: what the term makes less is taken off here too.
            into = {
                name: sum(sign * sums[name] for name, sign in table.items() if name in names) for name, names in PARTS.items()
            }
            into["value"] = total(prices)
            into["customs_value"] = total(prices) + sum((sign * sums[name] for name, sign in table.items()), Fraction(0))
            added = to_unit(percent(addition["rate"]) * sum(into[name] for name in addition["of"]), case["chain"]["rounding"])
        except Unknown:
            return [None] * len(items)
        values = together(values, share("addition", added, prices, case), 1)
    return values


def amount_of(name: str, sign: int, prices: list[Fraction | None], case: dict) -> Fraction:
    """One of the consignment's sums in the chain's currency, exact. Raises Unknown."""
    chain, consignment = case["chain"], case["consignment"]
    given = consignment.get("freight" if name == "after_entry" else name)
    if given is not None:
        amount = Fraction(given.get("after_entry") or 0) if name == "after_entry" else Fraction(given["amount"])
        if amount == 0:
            return amount  # nothing is nothing in any currency
        return case["convert"](amount, given["currency"])
    if name == "freight" and sign == 1:
        if "freight_if_unknown" not in chain:
            raise Unknown("the freight is not known")
        return percent(chain["freight_if_unknown"]) * total(prices)
    if name == "insurance" and sign == 1 and "insurance_if_unknown" in chain:
        return percent(chain["insurance_if_unknown"]) * total(prices)
    return Fraction(0)


def limited(sums: dict, table: dict, prices: list[Fraction | None], case: dict) -> dict:
    """The sums, carriage by a mode that the law limits at its part of the goods' value. Raises Unknown."""
    limit = case["chain"].get("freight_at_most")
    if limit is None or case["mode"] != limit["mode"] or table.get("freight") != 1 or sums["freight"] == 0:
        return sums
    most = percent(limit["rate"]) * total(prices)
    if sums["freight"] - sums["after_entry"] <= most:
        return sums
    return sums | {"freight": most, "after_entry": Fraction(0)}


def share(name: str, amount: Fraction, prices: list[Fraction | None], case: dict) -> list[Fraction | None]:
    """A sum shared out: freight and what of it lies behind the entry by gross mass if every item has one, all else by price."""
    items = case["consignment"]["items"]
    if amount == 0:
        return [Fraction(0)] * len(items)
    weights = prices
    if name in ("freight", "after_entry") and all(item.get("gross_mass") is not None for item in items):
        weights = [Fraction(item["gross_mass"]) for item in items]
    if any(weight is None for weight in weights):
        return [None] * len(items)
    return largest_remainder(amount, weights, Fraction(case["chain"]["rounding"]["to"]))


def together(values: list, shares: list, sign: int) -> list[Fraction | None]:
    return [None if a is None or b is None else a + sign * b for a, b in zip(values, shares, strict=True)]


def total(figures: list[Fraction | None]) -> Fraction:
    if any(figure is None for figure in figures):
        raise Unknown("a price cannot be converted")
    return sum(figures, Fraction(0))


def known(ask) -> Fraction | None:
    try:
        return ask()
    except Unknown:
        return None
