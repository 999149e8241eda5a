"""What is said of a case: its figures in a list, its words for a search, its consignment in the journal, the words of people."""

import re

from django.utils.translation import gettext_lazy as _

from chorsu.desks.plans.services import words_of
from chorsu.desks.refusals import Refused
from chorsu.desks.trade.models import Case
from chorsu.facts import plain
from chorsu.planning import Plan

MOST_WORDS = 4_000
_FIELDS = ("from", "to", "ready", "incoterm", "incoterm_place", "freight", "insurance", "containers", "buyer_kind")
_NOT_SAID = re.compile(r"[^\S\n ]|[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def cleaned(text: str, *, most: int, missing) -> str:
    """The words of a person without what cannot be seen. Refused, with the sentence ``missing``, where nothing is left."""
    said = _NOT_SAID.sub(" ", str(text or "").replace("\r\n", "\n")).strip()
    if not said:
        raise Refused(missing)
    if len(said) > most:
        raise Refused(_("That is %(count)s letters; at most %(most)s are kept. Add longer texts to the case as a file."),
                      count=len(said), most=most)  # fmt: skip
    return said


def words_of_case(case: Case) -> str:
    """What a search for cases looks through."""
    parties = [str(each.name) for each in (case.trader, case.broker, case.carrier) if each is not None]
    parties += [name for each in (case.trader, case.broker, case.carrier) if each is not None for name in each.names.values()]
    said = [case.reference, *parties, words_of(case.consignment) if case.consignment else ""]
    return " ".join(said).casefold()[:MOST_WORDS]


def figures_of(plan: Plan, way: int | None = None) -> dict:
    """What a plan comes to by a way (its own choice without one), as a list of cases shows it."""
    if not plan.journeys:
        return {}
    number = plan.chosen if way is None else way
    journey = plan.journeys[number]
    landed = next((row for row in plan.landed if row.journey == number), None)
    return {
        "total": landed and plain(landed.total),
        "currency": landed and landed.currency,
        "estimated": bool(landed and landed.estimated),
        "departs": journey.departs.isoformat(),
        "p50": journey.arrives_p50.isoformat(),
        "p90": journey.arrives_p90.isoformat(),
        "modes": list(dict.fromkeys(journey.modes)),
    }


def told_of(consignment: dict) -> dict:
    """A consignment as the journal remembers it: without the names of its parties, who may be people."""
    told = {name: consignment[name] for name in _FIELDS if consignment.get(name)}
    items = consignment.get("items", [])
    if items:
        told["items"] = [
            {name: item[name] for name in ("hs", "origin", "value", "currency", "net_mass") if item.get(name)}
            for item in items[:50]
        ]
        told["count"] = len(items)
    return told
