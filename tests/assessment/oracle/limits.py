"""Where a consignment stands to the limits of its chain."""

from fractions import Fraction

from .rounding import Unknown


def stand(case: dict) -> str:
    """``beyond`` a limit, ``untold``, ``assumed`` within because nothing is said of what was bought before, or ``within``."""
    found = {one_limit(case, limit) for limit in case["chain"].get("limits", [])}
    return next((word for word in ("beyond", "untold", "assumed") if word in found), "within")


def one_limit(case: dict, limit: dict) -> str:
    bought = case["consignment"].get("bought") if "per" in limit else None
    if None in case["customs_values"]:
        return "untold"
    try:
        most = case["convert"](Fraction(limit["amount"]), limit["currency"])
        before = case["convert"](Fraction(bought["amount"]), bought["currency"]) if bought else Fraction(0)
    except Unknown:
        return "untold"
    if sum(case["customs_values"]) + before > most:
        return "beyond"
    return "assumed" if "per" in limit and bought is None else "within"
