"""A plan of before beside the plan of now, by the same way: what each comes to, and what only one of them asks for."""

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chorsu.desks.plans import words
from chorsu.desks.plans.present import signature, way_by_signature

GROUPS = {
    "cost": gettext_lazy("What it comes to"),
    "charge": gettext_lazy("Charges at the borders, with their rates"),
    "arrives": gettext_lazy("When it arrives"),
}


def compared(then: dict, way: int, now: dict) -> dict:
    """The rows of the table and what is asked for more or no more. ``way_gone`` where the way is no longer among the ways."""
    number = way_by_signature(now, signature(then["journeys"][way]))
    if number is None:
        return {"way_gone": True}
    before, after = _figures(then, way), _figures(now, number)
    rows = [_row(key, before.get(key), after.get(key)) for key in dict.fromkeys([*before, *after])]
    groups = [(said, [row for row in rows if row["of"] == of]) for of, said in GROUPS.items()]
    asked, asks = _asked(then, way), _asked(now, number)
    return {
        "groups": [(said, found) for said, found in groups if found],
        "changed": [row for row in rows if row["changed"]],
        "gone": [row for key, row in asked.items() if key not in asks],
        "added": [row for key, row in asks.items() if key not in asked],
    }


def _figures(answer: dict, way: int) -> dict[tuple, tuple]:
    """Every figure of a way by what it is: its words, amount and unit. Charges with the rate by which they are reckoned."""
    found: dict[tuple, tuple] = {}
    landed = next((row for row in answer["landed"] if row["journey"] == way), None)
    if landed:
        found["cost", "landed"] = (_("Landed cost"), landed["total"], landed["currency"], "")
        for cost in landed["costs"]:
            found["cost", cost["what"]] = (cost["words"], cost["amount"], cost["currency"], "")
    for row in answer["assessments"]:
        if row["journey"] == way:
            for charge in row["assessment"]["charges"]:
                name = f"{charge['kind_name']}, {words.side(row['side'])}"
                name += f" ({charge['item']})" if charge.get("item") else ""
                key = ("charge", row["side"], charge.get("item"), charge["kind"], charge.get("measure"))
                found[key] = (name, charge["amount"], row["assessment"]["currency"], charge.get("expression") or "")
    journey = answer["journeys"][way]
    for kind, said in (("p50", _("Arrives (median)")), ("p90", _("Arrives (9 of 10)"))):
        found["arrives", kind] = (said, (journey.get("arrives") or {}).get(kind), "DAY", "")
    return found


def _row(key: tuple, then: tuple | None, now: tuple | None) -> dict:
    name, _amount, unit, _rate = now or then
    amounts = [each[1] if each else None for each in (then, now)]
    return {
        "of": key[0],
        "name": name,
        "unit": unit,
        "is_day": unit == "DAY",
        "then": {"there": then is not None, "amount": amounts[0], "rate": then[3] if then else ""},
        "now": {"there": now is not None, "amount": amounts[1], "rate": now[3] if now else ""},
        "difference": _difference(unit, amounts, then, now),
        "changed": (then and then[1:]) != (now and now[1:]),
    }


def _difference(unit: str, amounts: list, then: tuple | None, now: tuple | None):
    """Now less then, in days or in the currency; None where it cannot be told. What is not there counts as nothing."""
    if (then and amounts[0] is None) or (now and amounts[1] is None):
        return None
    if unit == "DAY":
        first, second = (datetime.fromisoformat(each) for each in amounts)
        return (Decimal(int((second - first).total_seconds())) / 86_400).quantize(Decimal("0.1"))
    return Decimal(amounts[1] or 0) - Decimal(amounts[0] or 0)


def _asked(answer: dict, way: int) -> dict[tuple, dict]:
    """What a way asks for, by the measure that asks it."""
    rows = [row for row in answer["requirements"] if not row.get("journeys") or way in row["journeys"]]
    return {(row.get("side"), row["measure"]): row for row in rows}
