"""An enquiry about an offer: what two organisations write to each other, read by these two alone."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chorsu.desks.actor import Actor
from chorsu.desks.journal import services as journal
from chorsu.desks.permissions import require
from chorsu.desks.refusals import Refused
from chorsu.desks.trade.models import Enquiry, EnquiryMessage, Offer
from chorsu.desks.trade.permissions import may
from chorsu.desks.trade.services.said import cleaned

MOST_OF_MESSAGE = 4_000
MOST_MESSAGES = 500


@transaction.atomic
def ask_about(offer: Offer, text: str, *, by: Actor, at: datetime) -> Enquiry:
    """Ask about an offer or a request of another organisation; who asked before goes on where they were."""
    offer = Offer.objects.select_for_update().get(pk=offer.pk)
    require(may.ask_about, by, offer)
    if offer.is_over(at.date()):
        raise Refused(_("Its last day has passed: ask for a new offer."))
    enquiry, is_new = Enquiry.objects.get_or_create(offer=offer, organisation=by.organisation, defaults={"made_at": at})
    return _written(enquiry, text, "enquiry.begun" if is_new else "enquiry.written", by=by, at=at)


@transaction.atomic
def write_enquiry(enquiry: Enquiry, text: str, *, by: Actor, at: datetime) -> Enquiry:
    """Answer, or go on asking. What was closed is open again."""
    enquiry = _locked(enquiry)
    require(may.write_enquiry, by, enquiry)
    return _written(enquiry, text, "enquiry.written", by=by, at=at)


@transaction.atomic
def close_enquiry(enquiry: Enquiry, *, by: Actor, at: datetime) -> Enquiry:
    """Nothing more waits for an answer; whoever writes again opens it again."""
    enquiry = _locked(enquiry)
    require(may.write_enquiry, by, enquiry)
    if enquiry.closed_at is not None:
        raise Refused(_("It is closed already."))
    enquiry.closed_at = at
    enquiry.save(update_fields=["closed_at"])
    journal.record("enquiry.closed", enquiry, by=by, at=at, concerns=_sides(enquiry), offer=enquiry.offer_id)
    return enquiry


def _written(enquiry: Enquiry, text: str, verb: str, *, by: Actor, at: datetime) -> Enquiry:
    text = cleaned(text, most=MOST_OF_MESSAGE, missing=_("Write something, then send it."))
    if enquiry.messages.count() >= MOST_MESSAGES:
        raise Refused(_("An enquiry holds at most %(most)s messages."), most=MOST_MESSAGES)
    message = EnquiryMessage.objects.create(
        enquiry=enquiry, organisation=by.organisation, person=by.person, text=text, made_at=at
    )
    if enquiry.closed_at is not None:
        enquiry.closed_at = None
        enquiry.save(update_fields=["closed_at"])
    journal.record(
        verb,
        enquiry,
        by=by,
        at=at,
        concerns=_sides(enquiry),
        offer=enquiry.offer_id,
        message=message.pk,
        personal={"text": text},
    )
    return enquiry


def _locked(enquiry: Enquiry) -> Enquiry:
    return Enquiry.objects.select_for_update(of=("self",)).select_related("offer").get(pk=enquiry.pk)


def _sides(enquiry: Enquiry) -> tuple:
    return enquiry.organisation_id, enquiry.offer.organisation_id
