"""Changes of law or rate that alter an open case: found by the worker, told on the case, read by its parties.

A case is planned again by the law and rates of now and compared with its plan of the day: what it costs, by which rates of duty,
what is asked for. Only what a party would act on is told: another rate of duty, a requirement more or less, another total by more
than a hundredth, a way that is no longer there.
"""

from datetime import datetime
from decimal import Decimal
from hashlib import sha256

from django.db import transaction

from chorsu.desks.actor import SYSTEM, Actor
from chorsu.desks.plans import planner
from chorsu.desks.plans.present import signature
from chorsu.desks.trade.models import Alteration, Case
from chorsu.desks.trade.queries import ALTERABLE, plan_of_day
from chorsu.desks.trade.services.opened import opened, tell
from chorsu.facts import Faulty
from chorsu.planning import References, load_references

# Rates of exchange move every day; a total that moves by less than this says nothing new.
TELLING = Decimal("0.01")
MOST_AT_ONCE = 20


def find_alterations(*, at: datetime, most: int = MOST_AT_ONCE) -> int:
    """Look at open cases that were not looked at under the law and rates of now; gives how many were looked at.

    At most ``most`` at once: call it until it gives none. A call that is broken off loses nothing.
    """
    mark = mark_of(load_references())
    waiting = Case.objects.filter(state__in=ALTERABLE).exclude(looked_at=mark).order_by("changed_at", "pk")
    cases = list(waiting[:most])
    for case in cases:
        _look_at(case, mark, at=at)
    return len(cases)


def mark_of(references: References) -> str:
    """A name for the state of law and rates."""
    return sha256(f"{references.book.hash} {references.rates.hash}".encode()).hexdigest()


def _look_at(case: Case, mark: str, *, at: datetime) -> None:
    day = plan_of_day(case, whole=True)
    # Planned before the transaction begins: it takes a while.
    difference = _difference(day.answers["en"], day.way, case.consignment) if day else {}
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case.pk)
        newest = plan_of_day(case)
        if case.state not in ALTERABLE or case.looked_at == mark or newest != day:
            return  # chosen again, closed, or looked at by another worker meanwhile
        case.looked_at = mark
        case.save(update_fields=["looked_at"])
        if not difference or Alteration.objects.filter(case=case, book=mark).exists():
            return
        alteration = Alteration.objects.create(case=case, book=mark, difference=difference, made_at=at)
        case.is_altered = True
        case.save(update_fields=["is_altered"])
        tell("case.altered", case, by=SYSTEM, at=at, alteration=alteration.pk, **_told(difference))


@transaction.atomic
def read_alteration(alteration: Alteration, *, by: Actor, at: datetime) -> Alteration:
    """Say that an alteration was read: the case is no longer marked by it."""
    case = opened(alteration.case, "read_alteration", by=by, at=at)
    alteration = Alteration.objects.select_for_update().get(pk=alteration.pk)
    if alteration.read_at is not None:
        return alteration
    alteration.read_at = at
    alteration.save(update_fields=["read_at"])
    case.is_altered = case.alterations.filter(read_at=None).exists()
    case.save(update_fields=["is_altered"])
    tell("case.alteration_read", case, by=by, at=at, alteration=alteration.pk)
    return alteration


def _difference(then: dict, way: int, consignment: dict) -> dict:
    try:
        now = planner.answer(consignment).to_json("en")
    except Faulty as faulty:
        return {"not_planned": [f"{fault.path}: {fault.message}" for fault in faulty.faults][:20]}
    wanted = signature(then["journeys"][way])
    found = next((number for number, journey in enumerate(now["journeys"]) if signature(journey) == wanted), None)
    return {"way_gone": True} if found is None else difference_of(then, way, now, found)


def difference_of(then: dict, way: int, now: dict, way_now: int) -> dict:
    """What a party would act on between two answers, each by one of its ways; empty where there is nothing.

    ``total`` holds both totals (None is unknown), ``charges`` what is charged otherwise, ``requirements`` what is asked for no
    more (``gone``) and what is asked for now (``added``), both by the id of the measure.
    """
    before, after = _charges(then, way), _charges(now, way_now)
    charges = [
        {"side": side, "item": item, "kind": kind, "then": before.get(key), "now": after.get(key)}
        for key in sorted(before.keys() | after.keys())
        for side, item, kind in (key,)
        if before.get(key) != after.get(key)
    ]
    asked, asks = _requirements(then, way), _requirements(now, way_now)
    gone, added = sorted(asked - asks), sorted(asks - asked)
    totals = [_total(then, way), _total(now, way_now)]
    if not (charges or gone or added or _telling(*(total[0] for total in totals))):
        return {}
    return {
        "total": [total[0] for total in totals],
        "currency": totals[1][1] or totals[0][1],
        "charges": charges,
        "requirements": {"gone": gone, "added": added},
    }


def _charges(answer: dict, way: int) -> dict[tuple[str, int, str], list[str]]:
    """The rates by which a way's borders charge, by side, item and kind."""
    found: dict[tuple[str, int, str], list[str]] = {}
    for row in answer["assessments"]:
        if row["journey"] == way:
            for charge in row["assessment"]["charges"]:
                key = row["side"], charge.get("item") or 0, charge["kind"]
                found.setdefault(key, []).append(charge.get("expression") or "")
    return {key: sorted(rates) for key, rates in found.items()}


def _requirements(answer: dict, way: int) -> set[str]:
    return {row["measure"] for row in answer["requirements"] if not row.get("journeys") or way in row["journeys"]}


def _total(answer: dict, way: int) -> tuple[str | None, str]:
    row = next((row for row in answer["landed"] if row["journey"] == way), {})
    return row.get("total"), row.get("currency", "")


def _telling(then: str | None, now: str | None) -> bool:
    if then is None or now is None:
        return then != now
    return abs(Decimal(now) - Decimal(then)) > TELLING * abs(Decimal(then))


def _told(difference: dict) -> dict:
    """The alteration in the journal: what kind it is, and the totals."""
    told = {"total": difference.get("total"), "currency": difference.get("currency")}
    told["charges"] = len(difference.get("charges", ()))
    told["requirements"] = {name: rows for name, rows in difference.get("requirements", {}).items() if rows}
    told["planned"] = "not_planned" not in difference
    told["way"] = "gone" if difference.get("way_gone") else None
    return told
