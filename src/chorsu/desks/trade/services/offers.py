"""The course of an offer or a request: written, published, withdrawn, brought back, copied."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chorsu.desks.actor import Actor
from chorsu.desks.journal import services as journal
from chorsu.desks.permissions import require
from chorsu.desks.refusals import Refused
from chorsu.desks.trade.models import Offer
from chorsu.desks.trade.permissions import may
from chorsu.desks.trade.services.goods import FIELDS, checked, words_of

State = Offer.State
MOST_OFFERS = 5_000


@transaction.atomic
def new_offer(fields: Mapping[str, Any], *, by: Actor, at: datetime) -> Offer:
    """Write an offer or a request: a draft that its organisation alone sees. Raises ValidationError with each field's fault."""
    require(may.make_offer, by)
    return _made(checked(fields), by=by, at=at)


def _made(given: dict, *, by: Actor, at: datetime, **how) -> Offer:
    if Offer.objects.filter(organisation=by.organisation).count() >= MOST_OFFERS:
        raise Refused(_("An organisation keeps at most %(most)s offers and requests."), most=MOST_OFFERS)
    offer = Offer(organisation=by.organisation, made_at=at, changed_at=at, **given)
    offer.words = words_of(offer)
    offer.save(force_insert=True)
    journal.record("offer.made", offer, by=by, at=at, after=_said(offer), **how)
    return offer


@transaction.atomic
def change_offer(offer: Offer, fields: Mapping[str, Any], *, by: Actor, at: datetime) -> Offer:
    """Write it anew. What is published stays so. Raises ValidationError; what is as it was changes nothing."""
    offer = _locked(offer)
    require(may.change_offer, by, offer)
    if offer.state == State.WITHDRAWN:
        raise Refused(_("It is withdrawn. Bring it back first, or copy it."))
    before = _said(offer)
    for name, value in checked(fields).items():
        setattr(offer, name, value)
    after = _said(offer)
    if before == after:
        return offer
    if offer.state == State.PUBLISHED:
        _ask_of_published(offer, at)
    offer.words, offer.changed_at = words_of(offer), at
    offer.save()
    changed = [name for name in FIELDS if before.get(name) != after.get(name)]
    journal.record(
        "offer.changed",
        offer,
        by=by,
        at=at,
        before={name: before.get(name) for name in changed},
        after={name: after.get(name) for name in changed},
    )
    return offer


@transaction.atomic
def publish_offer(offer: Offer, *, by: Actor, at: datetime) -> Offer:
    """Show it to every verified organisation."""
    offer = _locked(offer)
    require(may.publish_offer, by, offer)
    if offer.state != State.DRAFT:
        raise Refused(_("Only a draft can be published."))
    _ask_of_published(offer, at)
    return _moved(offer, State.PUBLISHED, "offer.published", by=by, at=at)


@transaction.atomic
def withdraw_offer(offer: Offer, *, by: Actor, at: datetime) -> Offer:
    """Take it back: only its organisation sees it from now on. :func:`restore_offer` undoes it."""
    offer = _locked(offer)
    require(may.change_offer, by, offer)
    if offer.state == State.WITHDRAWN:
        raise Refused(_("It is withdrawn already."))
    offer.withdrawn_from = offer.state
    return _moved(offer, State.WITHDRAWN, "offer.withdrawn", by=by, at=at)


@transaction.atomic
def restore_offer(offer: Offer, *, by: Actor, at: datetime) -> Offer:
    """Undo the withdrawal: it is again what it was, a draft or published."""
    offer = _locked(offer)
    was = offer.withdrawn_from or State.DRAFT
    require(may.publish_offer if was == State.PUBLISHED else may.change_offer, by, offer)
    if offer.state != State.WITHDRAWN:
        raise Refused(_("It is not withdrawn."))
    if was == State.PUBLISHED and offer.is_over(at.date()):
        was = State.DRAFT
    offer.withdrawn_from = ""
    return _moved(offer, was, "offer.restored", by=by, at=at)


@transaction.atomic
def copy_offer(offer: Offer, *, by: Actor, at: datetime) -> Offer:
    """A new draft like one's own offer; its last day is left open, since the old one may have passed."""
    require(may.change_offer, by, offer)
    given = {name: getattr(offer, name) for name in FIELDS}
    return _made(given | {"valid_to": None}, by=by, at=at, copied_from=offer.pk)


def _locked(offer: Offer) -> Offer:
    return Offer.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=offer.pk)


def _ask_of_published(offer: Offer, at: datetime) -> None:
    faults: dict[str, Any] = {}
    if not offer.hs:
        faults["hs"] = _("Say which goods by the Harmonized System: others search by it.")
    if offer.is_over(at.date()):
        faults["valid_to"] = _("This day has passed. Give a later one, or none.")
    if faults:
        raise ValidationError(faults)


def _moved(offer: Offer, state: str, verb: str, *, by: Actor, at: datetime) -> Offer:
    was, offer.state, offer.changed_at = offer.state, state, at
    offer.save(update_fields=["state", "withdrawn_from", "changed_at"])
    journal.record(verb, offer, by=by, at=at, before={"state": was}, after={"state": state})
    return offer


def _said(offer: Offer) -> dict[str, Any]:
    """An offer as the journal remembers it. Its words are those of an organisation, written to be published."""
    said = {name: getattr(offer, name) for name in FIELDS}
    said = {name: f"{value.normalize():f}" if isinstance(value, Decimal) else value for name, value in said.items()}
    return {name: value for name, value in said.items() if value not in ("", None)}
