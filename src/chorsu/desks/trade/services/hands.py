"""In whose hands a case is: given to a broker and taken back, a carrier named."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chorsu.desks.actor import SYSTEM, Actor
from chorsu.desks.organisations.models import Kind, Organisation
from chorsu.desks.plans import services as plans
from chorsu.desks.refusals import Refused
from chorsu.desks.trade.models import Case
from chorsu.desks.trade.permissions import when
from chorsu.desks.trade.queries import brokers_for, without_mandate
from chorsu.desks.trade.services.cases import require_way
from chorsu.desks.trade.services.opened import opened, tell
from chorsu.desks.trade.services.said import words_of_case

State = Case.State


@transaction.atomic
def hand_to_broker(case: Case, broker: Organisation, *, by: Actor, at: datetime) -> Case:
    """Give the case to a broker, who submits it. Refused where the broker holds no mandate of the trader on this day."""
    case = opened(case, "hand_over", by=by, at=at)
    if case.broker_id is not None:
        raise Refused(_("%(broker)s has the case in hand already. Take it back first."), broker=case.broker)
    require_way(case)
    if not brokers_for(case.trader, at.date()).filter(pk=broker.pk).exists():
        message = _(
            "%(broker)s holds no mandate of %(trader)s today. Offer one; once it is accepted, the case can be handed over."
        )
        raise Refused(message, broker=broker, trader=case.trader)
    was, case.state, case.broker = case.state, State.WITH_BROKER, broker
    _placed(case, at)
    tell("case.handed_to_broker", case, by=by, at=at, was=was, broker=broker.pk)
    return case


@transaction.atomic
def take_back(case: Case, *, by: Actor, at: datetime) -> Case:
    """Take the case out of the broker's hand. One that the zone returned stays returned, and the trader mends it."""
    case = opened(case, "take_back", by=by, at=at)
    broker = case.broker
    if broker is None:
        raise Refused(_("The case is in no broker's hand."))
    was = _without_broker(case, at)
    tell("case.taken_back", case, by=by, at=at, was=was, broker=broker.pk, also=[broker.pk])
    return case


def take_back_without_mandate(*, at: datetime) -> int:
    """Take out of brokers' hands what they may not act on any more, so that it waits for its trader; gives how many cases.

    For the worker. A case that is submitted stays as it is until the zone has decided on it.
    """
    taken = 0
    for key in without_mandate(at.date()).filter(state__in=when["take_back"]).values_list("pk", flat=True):
        with transaction.atomic():
            # Looked at again under its lock: handed to another broker, or a new mandate accepted meanwhile.
            rows = without_mandate(at.date()).filter(pk=key, state__in=when["take_back"])
            if case := rows.select_for_update(of=("self",)).first():
                broker, was = case.broker_id, _without_broker(case, at)
                tell("case.mandate_ended", case, by=SYSTEM, at=at, was=was, broker=broker, also=[broker])
                taken += 1
    return taken


@transaction.atomic
def name_carrier(case: Case, carrier: Organisation | None, *, by: Actor, at: datetime) -> Case:
    """Name who carries the goods, or nobody: a carrier sees the case and says when points of the way are reached."""
    case = opened(case, "name_carrier", by=by, at=at)
    if carrier is not None and not (carrier.kind == Kind.CARRIER and carrier.is_verified):
        raise Refused(_("%(carrier)s is not a carrier that the zone has verified."), carrier=carrier)
    before = case.carrier_id
    if before == (carrier.pk if carrier else None):
        return case
    case.carrier = carrier
    _placed(case, at)
    was_with = [before] if before else []
    tell(
        "case.carrier_named",
        case,
        by=by,
        at=at,
        before={"carrier": before},
        after={"carrier": case.carrier_id},
        also=was_with,
    )
    return case


def _without_broker(case: Case, at: datetime) -> str:
    """Take the broker from the case; gives the state that it was in."""
    was, case.broker = case.state, None
    case.state = State.PLANNED if case.state == State.WITH_BROKER else case.state
    _placed(case, at)
    return was


def _placed(case: Case, at: datetime) -> None:
    """Write whose case it is, and let just these read its plan."""
    case.changed_at, case.words = at, words_of_case(case)
    case.save(update_fields=["state", "broker", "carrier", "words", "changed_at"])
    if case.plan is not None:
        changing = {case.trader_id: True, case.broker_id: True, case.carrier_id: False}
        plans.let_read(case.plan, {key: may_change for key, may_change in changing.items() if key is not None})
