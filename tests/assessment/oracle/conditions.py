"""Whether a measure fits an item: True, False, or None where a condition cannot be told."""

import re
from datetime import date
from fractions import Fraction
from operator import eq, ge, gt, le, lt, ne

from .expressions import quantity
from .rounding import Unknown

COMPARISON = re.compile(r"(customs_value|net_mass|gross_mass)\s*(<=|>=|==|!=|=|<|>)\s*(\d+(?:\.\d+)?)\s*([A-Z]{3})")
OF_EACH = re.compile(r"(customs_value|[A-Z0-9]+)/([A-Z0-9]+)\s*(<=|>=|==|!=|=|<|>)\s*(\d+(?:\.\d+)?)\s*([A-Z]{3})?")
SIGNS = {"<=": le, ">=": ge, "<": lt, ">": gt, "=": eq, "==": eq, "!=": ne}


def members(book: dict, group: str, on: date) -> set[str]:
    """The states that belong to a group on a day."""
    return {
        member["state"]
        for row in book.get("groups", [])
        if row["name"] == group
        for member in row["members"]
        if in_force(member, on)
    }


def unions(book: dict, state: str, on: date) -> list[str]:
    """The groups that a state belongs to on a day, by alphabet."""
    return sorted(row["name"] for row in book.get("groups", []) if state in members(book, row["name"], on))


def in_force(row: dict, on: date) -> bool:
    """Whether a dated row stands on a day; both its days are included."""
    start, end = row.get("valid_from"), row.get("valid_to")
    return (start is None or start <= on) and (end is None or on <= end)


def origin_rank(book: dict, origin: str, state: str, on: date) -> int | None:
    """How near a measure's origin is: 0 the item's state, 1 a group that has it, 2 everyone; None where it does not fit."""
    if origin == "*":
        return 2
    if origin == state:
        return 0
    return 1 if state in members(book, origin, on) else None


def prefix_fits(commodity: str, code: str) -> bool:
    return commodity == "*" or code.startswith(commodity)


def fits(measure: dict, item: dict, code: str, case: dict) -> bool | None:
    """Whether a measure fits an item with a code: jurisdiction, regime, day, prefix, origin, and every condition."""
    whose, state = measure["jurisdiction"], case["jurisdiction"]
    if measure["regime"] != case["regime"] or (whose != state and state not in members(case["book"], whose, case["on"])):
        return False
    if not in_force(measure, case["on"]) or not prefix_fits(measure["commodity"], code):
        return False
    if origin_rank(case["book"], measure["origin"], item["origin"], case["on"]) is None:
        return False
    told = [holds(condition, item, case) for condition in measure.get("conditions", [])]
    if False in told:
        return False
    return None if None in told else True


def holds(condition: str, item: dict, case: dict) -> bool | None:
    """Whether one condition holds; None where it cannot be told."""
    compared = COMPARISON.fullmatch(condition.strip())
    if compared:
        return compare(*compared.groups(), case)
    of_each = OF_EACH.fullmatch(condition.strip())
    if of_each:
        return compare_of_each(*of_each.groups(), item, case)
    word, _, rest = condition.partition(":")
    if word == "proof":
        return rest in (item.get("proofs") or [])
    if word == "producer":
        return item.get("producer") == rest
    if word == "buyer":
        return (case["consignment"].get("buyer_kind") or "business") == rest
    if word == "importer":
        return rest in (case["consignment"].get("importer") or [])
    if word == "quota":
        from .quotas import covers  # asks which measures fit, and so comes back here

        return covers(rest, case)
    if word == "season":
        first, last = rest.split("..")
        today = case["on"].strftime("%m-%d")
        return first <= today <= last if first <= last else today >= first or today <= last
    if word == "mode":
        return None if case["mode"] is None else case["mode"] == rest
    raise ValueError(condition)


def compare(what: str, sign: str, limit: str, unit: str, case: dict) -> bool | None:
    """A comparison of the consignment's customs value or mass; None for want of a value, a mass or a rate."""
    try:
        if what == "customs_value":
            values = case["customs_values"]
            if any(value is None for value in values):
                return None
            return SIGNS[sign](sum(values), case["convert"](Fraction(limit), unit))
        masses = [mass_of(item, what) for item in case["consignment"]["items"]]
    except Unknown:
        return None
    if any(mass is None for mass in masses):
        return None
    return SIGNS[sign](sum(masses), Fraction(limit) * {"KGM": 1, "TNE": 1000}[unit])


def compare_of_each(what: str, per: str, sign: str, limit: str, currency: str | None, item: dict, case: dict) -> bool | None:
    """A comparison of the item's own customs value, or of a quantity of it, for each of a unit; None where it cannot be told."""
    try:
        number = quantity(item, per)
        if what != "customs_value":
            of_all = quantity(item, what)
            return None if number == 0 else SIGNS[sign](of_all / number, Fraction(limit))
        place = next(i for i, one in enumerate(case["consignment"]["items"]) if one is item)
        value = case["customs_values"][place]
        if number == 0 or value is None:
            return None
        return SIGNS[sign](value / number, case["convert"](Fraction(limit), currency))
    except Unknown:
        return None


def mass_of(item: dict, what: str) -> Fraction | None:
    """Kilograms of an item; the net mass of goods counted in kilograms is their quantity where it is not said."""
    mass = item.get(what)
    if mass is None and what == "net_mass" and item.get("unit") == "KGM":
        mass = item.get("quantity")
    return None if mass is None else Fraction(mass)
