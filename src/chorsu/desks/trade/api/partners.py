"""The operations on the address book of an organisation."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query

from chorsu.desks.api.operations import DOWNLOAD, Desk, now_by
from chorsu.desks.api.paging import Page, page_of
from chorsu.desks.api.types import Key
from chorsu.desks.finding import have, words_in
from chorsu.desks.organisations.queries import visible_organisations
from chorsu.desks.trade import schemas_goods as schemas
from chorsu.desks.trade import services, sheets
from chorsu.desks.trade.queries_goods import visible_partners

desk = Desk(tags=["Partners"])
READ, WRITE = "offers:read", "offers:write"
PARTNER = "/partners/{uuid:partner}"


@desk.reads("/partners", scope=READ, answer=Page[schemas.PartnerShown])
def list_partners(request: HttpRequest, asked: Query[schemas.PartnersAsked]):
    """List the partners in the address book of one's organisation."""
    return page_of(request, _asked(request, asked), asked)


@desk.reads("/exports/partners", scope=READ, answer=None, openapi_extra=DOWNLOAD)
def export_partners(request: HttpRequest, asked: Query[schemas.PartnersTaken]):
    """Download the address book."""
    return sheets.partners(asked.form, _asked(request, asked))


@desk.reads(PARTNER, scope=READ, answer=schemas.PartnerShown)
def show_partner(request: HttpRequest, partner: Key):
    """Show a partner."""
    return _partner(request, partner)


@desk.changes("POST", "/partners", scope=WRITE, answer=schemas.PartnerShown, status=201)
def add_partner(request: HttpRequest, given: schemas.PartnerGiven):
    """Write a partner into the address book."""
    return services.add_partner(given.model_dump(exclude={"member"}), member=_member(request, given), **now_by(request))


@desk.changes("PUT", PARTNER, scope=WRITE, answer=schemas.PartnerShown)
def change_partner(request: HttpRequest, partner: Key, given: schemas.PartnerGiven):
    """Write a partner anew."""
    fields, member = given.model_dump(exclude={"member"}), _member(request, given)
    return services.change_partner(_partner(request, partner), fields, member=member, **now_by(request))


@desk.changes("DELETE", PARTNER, scope=WRITE, answer=schemas.PartnerShown)
def remove_partner(request: HttpRequest, partner: Key):
    """Take a partner out of the address book. It can be put back."""
    return services.remove_partner(_partner(request, partner), **now_by(request))


@desk.changes("POST", PARTNER + "/restore", scope=WRITE, answer=schemas.PartnerShown)
def restore_partner(request: HttpRequest, partner: Key):
    """Put a partner back into the address book."""
    return services.restore_partner(_partner(request, partner), **now_by(request))


def _asked(request: HttpRequest, asked: schemas.PartnersSought):
    rows = visible_partners(request.actor).filter(have(words_in(asked.text)), removed_at=None)
    rows = rows.filter(country=asked.country) if asked.country else rows
    return rows.exclude(member=None) if asked.members else rows


def _partner(request: HttpRequest, key: Key):
    return get_object_or_404(visible_partners(request.actor), pk=key)


def _member(request: HttpRequest, given: schemas.PartnerGiven):
    return get_object_or_404(visible_organisations(request.actor), pk=given.member) if given.member else None
