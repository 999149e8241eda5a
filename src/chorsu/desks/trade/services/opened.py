"""How every change of a case begins and ends: the row locked and the question asked whether, the journal told."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from chorsu.desks.actor import Actor, System
from chorsu.desks.journal import services as journal
from chorsu.desks.refusals import Refused
from chorsu.desks.trade.models import Case
from chorsu.desks.trade.permissions import require_now
from chorsu.desks.trade.queries import brokers_for, zones

State = Case.State
# From the day on which it is submitted, the zone is told what happens to a case.
KNOWN_TO_ZONE = {State.SUBMITTED, State.RETURNED, State.ACCEPTED, State.UNDER_WAY, State.CLOSED}


def opened(case: Case, verb: str, *, by: Actor, at: datetime) -> Case:
    """The case as it is now, locked until the transaction ends, if ``by`` may do the verb to it and its state allows it.

    A broker acts only while the trader's mandate holds. Raises NotAllowed, or Refused with the states in which it is possible.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    require_now(verb, by, case)
    if by.organisation.pk == case.broker_id and not brokers_for(case.trader, at.date()).filter(pk=case.broker_id).exists():
        message = _("The mandate of %(trader)s does not hold today. Ask for a new one, then go on.")
        raise Refused(message, trader=case.trader)
    return case


def tell(verb: str, case: Case, *, by: Actor | System, at: datetime, was: str = "", **facts: Any):
    """Record what happened to a case for everybody whom it concerns: its parties, and the zone once it was submitted.

    ``was`` is the state before, where the change ends one.
    """
    concerns = [case.trader_id, case.broker_id, case.carrier_id, *facts.pop("also", ())]
    if {case.state, was} & KNOWN_TO_ZONE:
        concerns += zones()
    if was:
        facts["before"] = {"state": was, **facts.get("before", {})}
        facts["after"] = {"state": case.state, **facts.get("after", {})}
    return journal.record(verb, case, by=by, at=at, concerns=concerns, **facts)
