"""A trader lets a broker act for it, for a time: offered by the one, accepted or declined by the other, ended by either."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chorsu.desks.actor import Actor
from chorsu.desks.journal import services as journal
from chorsu.desks.organisations.models import Kind, Mandate, Organisation
from chorsu.desks.organisations.permissions import may
from chorsu.desks.permissions import require
from chorsu.desks.refusals import Refused

LONGEST_YEARS = 3


@transaction.atomic
def offer_mandate(broker: Organisation, valid_from: date, valid_to: date, *, by: Actor, at: datetime) -> Mandate:
    """Offer a broker to act for the trader of ``by`` from a day to a day, both included. It counts once it is accepted.

    Refused for an organisation that is no verified broker, for days that do not hold, and where another mandate of the
    two, offered or accepted, covers one of the days.
    """
    trader = Organisation.objects.select_for_update().get(pk=by.organisation.pk)
    require(may.offer_mandate, by)
    if broker.kind != Kind.BROKER or not broker.is_verified:
        raise Refused(_("%(name)s is not a customs broker verified by the zone."), name=broker)
    if valid_to < valid_from:
        raise Refused(_("The last day lies before the first."))
    if valid_to < at.date():
        raise Refused(_("The last day has passed."))
    if (valid_to - valid_from).days > LONGEST_YEARS * 366:
        raise Refused(_("A mandate is given for at most %(years)s years."), years=LONGEST_YEARS)
    alive = Mandate.objects.filter(trader=trader, broker=broker, state__in=(Mandate.State.OFFERED, Mandate.State.ACCEPTED))
    other = alive.filter(valid_from__lte=valid_to, valid_to__gte=valid_from).first()
    if other is not None:
        raise Refused(
            _("%(broker)s has a mandate or the offer of one from %(first)s to %(last)s. End it first, or choose other days."),
            broker=broker,
            first=other.valid_from,
            last=other.valid_to,
        )
    mandate = Mandate.objects.create(
        trader=trader, broker=broker, valid_from=valid_from, valid_to=valid_to, made_at=at, changed_at=at
    )
    after = {"state": mandate.state, "trader": trader, "broker": broker, "valid_from": valid_from, "valid_to": valid_to}
    journal.record("mandate.offered", mandate, by=by, at=at, concerns=(trader, broker), after=after)
    return mandate


def accept_mandate(mandate: Mandate, *, by: Actor, at: datetime) -> Mandate:
    """The broker accepts: from its first to its last day it may act for the trader. Refused once the last day has passed."""
    return _answer(mandate, Mandate.State.ACCEPTED, "mandate.accepted", by=by, at=at)


def decline_mandate(mandate: Mandate, *, by: Actor, at: datetime) -> Mandate:
    """The broker does not take the mandate."""
    return _answer(mandate, Mandate.State.DECLINED, "mandate.declined", by=by, at=at)


@transaction.atomic
def end_mandate(mandate: Mandate, *, by: Actor, at: datetime) -> Mandate:
    """Either side ends it at once; a trader so takes an offer back. What the broker did by it until now stands."""
    mandate = Mandate.objects.select_for_update().get(pk=mandate.pk)
    require(may.end_mandate, by, mandate)
    if mandate.state not in (Mandate.State.OFFERED, Mandate.State.ACCEPTED):
        raise Refused(_("The mandate has ended."))
    return _moved(mandate, Mandate.State.ENDED, "mandate.ended", by=by, at=at)


@transaction.atomic
def _answer(mandate: Mandate, state: str, verb: str, *, by: Actor, at: datetime) -> Mandate:
    mandate = Mandate.objects.select_for_update().get(pk=mandate.pk)
    require(may.answer_mandate, by, mandate)
    if mandate.state != Mandate.State.OFFERED:
        raise Refused(_("The mandate is not waiting for an answer: %(state)s."), state=mandate.get_state_display())
    if mandate.valid_to < at.date():
        raise Refused(_("The last day of the mandate has passed. Ask the trader for another one."))
    return _moved(mandate, state, verb, by=by, at=at)


def _moved(mandate: Mandate, state: str, verb: str, *, by: Actor, at: datetime) -> Mandate:
    before = {"state": mandate.state}
    mandate.state, mandate.changed_at = state, at
    mandate.save(update_fields=["state", "changed_at"])
    concerns = (mandate.trader_id, mandate.broker_id)
    journal.record(verb, mandate, by=by, at=at, concerns=concerns, before=before, after={"state": state})
    return mandate
