"""The operations on templates: consignments that are sent again and again."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Status

from chorsu.desks.api.faults import fault, under
from chorsu.desks.api.operations import Desk, now_by
from chorsu.desks.api.paging import Page, Paging, page_of
from chorsu.desks.api.problems import Problem
from chorsu.desks.api.types import Key
from chorsu.desks.trade import schemas, services
from chorsu.desks.trade.queries import case_of, visible_templates

desk = Desk(tags=["Cases"])
READ, WRITE = "cases:read", "cases:write"


@desk.reads("/templates", scope=READ, answer=Page[schemas.TemplateShown])
def list_templates(request: HttpRequest, asked: Query[Paging]):
    """List the templates of one's organisation."""
    return page_of(request, visible_templates(request.actor), asked)


@desk.changes("POST", "/templates", scope=WRITE, answer=schemas.TemplateShown, status=201)
def save_template(request: HttpRequest, given: schemas.TemplateGiven):
    """Keep a consignment, or that of a case, under a name, to begin cases with it."""
    if (given.case is None) == (given.consignment is None):
        raise Problem("faulty", faults=[fault("case", _("Give a case or a consignment: one of them."))])
    kept = case_of(request.actor, given.case) if given.case else given.consignment
    with under("consignment"):
        return services.save_template(kept, given.name, **now_by(request))


@desk.changes("DELETE", "/templates/{uuid:template}", scope=WRITE, answer=None, status=204)
def delete_template(request: HttpRequest, template: Key):
    """Delete a template. The cases that began with it stay."""
    services.delete_template(get_object_or_404(visible_templates(request.actor), pk=template), **now_by(request))
    return Status(204, None)


@desk.changes("POST", "/templates/{uuid:template}/begin", scope=WRITE, answer=schemas.CaseShown, status=201)
def begin_from_template(request: HttpRequest, template: Key):
    """Begin a case with the consignment of a template, ready in a week."""
    return services.begin_from_template(get_object_or_404(visible_templates(request.actor), pk=template), **now_by(request))
