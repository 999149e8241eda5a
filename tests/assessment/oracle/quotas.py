"""Whether what is left of a quota covers the items of a consignment that ask for a part of it."""

from fractions import Fraction

from .choosing import code_of
from .conditions import fits, in_force
from .expressions import quantity
from .rounding import Unknown


def covers(name: str, case: dict) -> bool | None:
    """Whether the quota covers all that is asked of it; None where that cannot be told."""
    periods = [row for row in case["book"].get("quotas", []) if row["name"] == name and in_force(row, case["on"])]
    if not periods or "left" not in periods[0]:
        return None
    left = Fraction(periods[0]["left"])
    sure, perhaps = asked(name, periods[0]["unit"], case)
    if sure > left:
        return False
    return None if perhaps is None or sure + perhaps > left else True


def asked(name: str, unit: str, case: dict) -> tuple[Fraction, Fraction | None]:
    """How much of a unit the items ask of a quota for certain; how much more perhaps, None where that is not known."""
    sure, perhaps, unknown = Fraction(0), Fraction(0), False
    for item in case["consignment"]["items"]:
        claim = asks(name, item, case)
        if claim is False:
            continue
        try:
            amount = quantity(item, unit)
        except Unknown:
            unknown = True
            continue
        sure, perhaps = (sure + amount, perhaps) if claim else (sure, perhaps + amount)
    return sure, None if unknown else perhaps


def asks(name: str, item: dict, case: dict) -> bool | None:
    """Whether a measure with this quota fits the item but for quotas; None if it may, by a condition or by longer digits."""
    code = code_of(item, case)
    answers = set()
    for measure in case["book"].get("measures", []):
        conditions = measure.get("conditions", [])
        if f"quota:{name}" not in conditions:
            continue
        measure = measure | {"conditions": [one for one in conditions if not one.startswith("quota:")]}
        under = measure["commodity"] != "*" and measure["commodity"].startswith(code) and measure["commodity"] != code
        verdict = fits(measure, item, measure["commodity"] if under else code, case)
        answers.add(None if under and verdict else verdict)
    return True if True in answers else None if None in answers else False
