"""The operations on goods offered and asked for, and on enquiries about them."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query

from chorsu.desks.api.operations import DOWNLOAD, Desk, now_by
from chorsu.desks.api.paging import Page, page_of
from chorsu.desks.api.types import Key
from chorsu.desks.finding import have, words_in
from chorsu.desks.trade import schemas_goods as schemas
from chorsu.desks.trade import services, sheets
from chorsu.desks.trade.queries_goods import visible_enquiries, visible_offers, waiting_enquiries

desk = Desk(tags=["Goods"])
READ, WRITE = "offers:read", "offers:write"
OFFER, ENQUIRY = "/offers/{uuid:offer}", "/enquiries/{uuid:enquiry}"


@desk.reads("/offers", scope=READ, answer=Page[schemas.OfferLine])
def list_offers(request: HttpRequest, asked: Query[schemas.OffersAsked]):
    """List goods offered and asked for: one's own, and what others have published."""
    return page_of(request, _asked(request, asked), asked)


@desk.reads("/exports/offers", scope=READ, answer=None, openapi_extra=DOWNLOAD)
def export_offers(request: HttpRequest, asked: Query[schemas.OffersTaken]):
    """Download the list of offers and requests, the last changed first: at most 10,000."""
    return sheets.offers(asked.form, _asked(request, asked))


@desk.reads(OFFER, scope=READ, answer=schemas.OfferShown)
def show_offer(request: HttpRequest, offer: Key):
    """Show goods offered or asked for."""
    return _offer(request, offer)


@desk.changes("POST", "/offers", scope=WRITE, answer=schemas.OfferShown, status=201)
def write_offer(request: HttpRequest, given: schemas.OfferGiven):
    """Write an offer or a request: a draft that one's own organisation sees."""
    return services.new_offer(given.model_dump(), **now_by(request))


@desk.changes("PUT", OFFER, scope=WRITE, answer=schemas.OfferShown)
def change_offer(request: HttpRequest, offer: Key, given: schemas.OfferGiven):
    """Write an offer or a request anew. What is published stays so."""
    return services.change_offer(_offer(request, offer), given.model_dump(), **now_by(request))


@desk.changes("POST", OFFER + "/publish", scope=WRITE, answer=schemas.OfferShown)
def publish_offer(request: HttpRequest, offer: Key):
    """Show an offer or a request to every verified organisation. It needs its goods by the Harmonized System."""
    return services.publish_offer(_offer(request, offer), **now_by(request))


@desk.changes("POST", OFFER + "/withdraw", scope=WRITE, answer=schemas.OfferShown)
def withdraw_offer(request: HttpRequest, offer: Key):
    """Take an offer or a request back: only its organisation sees it from now on."""
    return services.withdraw_offer(_offer(request, offer), **now_by(request))


@desk.changes("POST", OFFER + "/restore", scope=WRITE, answer=schemas.OfferShown)
def restore_offer(request: HttpRequest, offer: Key):
    """Undo a withdrawal."""
    return services.restore_offer(_offer(request, offer), **now_by(request))


@desk.changes("POST", OFFER + "/copy", scope=WRITE, answer=schemas.OfferShown, status=201)
def copy_offer(request: HttpRequest, offer: Key):
    """Begin a new draft like one's own offer, its last day left open."""
    return services.copy_offer(_offer(request, offer), **now_by(request))


@desk.changes("POST", OFFER + "/enquire", scope=WRITE, answer=schemas.EnquiryShown)
def enquire(request: HttpRequest, offer: Key, given: schemas.WordsGiven):
    """Ask about an offer or a request of another organisation. Who asked before goes on where they were."""
    return services.ask_about(_offer(request, offer), given.text, **now_by(request))


@desk.reads("/enquiries", scope=READ, answer=Page[schemas.EnquiryLine])
def list_enquiries(request: HttpRequest, asked: Query[schemas.EnquiriesAsked]):
    """List the enquiries of which one's organisation is a side."""
    rows = waiting_enquiries(request.actor) if asked.waiting else visible_enquiries(request.actor)
    if asked.side:
        rows = rows.filter(**{"organisation" if asked.side == "asked" else "offer__organisation": request.actor.organisation.pk})
    return page_of(request, rows, asked)


@desk.reads(ENQUIRY, scope=READ, answer=schemas.EnquiryShown)
def show_enquiry(request: HttpRequest, enquiry: Key):
    """Show an enquiry with what was written."""
    return _enquiry(request, enquiry)


@desk.changes("POST", ENQUIRY + "/messages", scope=WRITE, answer=schemas.EnquiryShown)
def answer_enquiry(request: HttpRequest, enquiry: Key, given: schemas.WordsGiven):
    """Answer, or go on asking. What was closed is open again."""
    return services.write_enquiry(_enquiry(request, enquiry), given.text, **now_by(request))


@desk.changes("POST", ENQUIRY + "/close", scope=WRITE, answer=schemas.EnquiryShown)
def close_enquiry(request: HttpRequest, enquiry: Key):
    """Close an enquiry: nothing more waits for an answer."""
    return services.close_enquiry(_enquiry(request, enquiry), **now_by(request))


def _asked(request: HttpRequest, asked: schemas.OffersSought):
    rows = visible_offers(request.actor, timezone.now().date()).filter(have(words_in(asked.text)))
    rows = rows.filter(**{name: value for name in ("kind", "state", "origin", "currency") if (value := getattr(asked, name))})
    if asked.hs:
        rows = rows.filter(hs__startswith=asked.hs)
    if asked.mine is None:
        return rows
    own = {"organisation": request.actor.organisation.pk}
    return rows.filter(**own) if asked.mine else rows.exclude(**own)


def _offer(request: HttpRequest, key: Key):
    return get_object_or_404(visible_offers(request.actor, timezone.now().date()), pk=key)


def _enquiry(request: HttpRequest, key: Key):
    return get_object_or_404(visible_enquiries(request.actor), pk=key)
