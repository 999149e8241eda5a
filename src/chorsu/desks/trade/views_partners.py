"""Pages of the address book: the list, one partner with their offers, the form."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from chorsu.desks.finding import have, words_in
from chorsu.desks.organisations.models import Kind
from chorsu.desks.organisations.queries import visible_organisations
from chorsu.desks.pages import for_actor, paged
from chorsu.desks.permissions import allows, require
from chorsu.desks.plans.filled import UNPROCESSABLE
from chorsu.desks.states import state_name, states
from chorsu.desks.trade import services, sheets
from chorsu.desks.trade.forms_goods import PartnerForm, show
from chorsu.desks.trade.models import Partner
from chorsu.desks.trade.permissions import may
from chorsu.desks.trade.queries import found
from chorsu.desks.trade.queries_goods import visible_offers, visible_partners
from chorsu.desks.trade.views_offers import line_of

ORDERS = {
    "name": (gettext_lazy("by name"), ("name", "pk")),
    "state": (gettext_lazy("by state"), ("country", "name", "pk")),
    "changed": (gettext_lazy("last changed first"), ("-changed_at", "pk")),
}


def _asked(request):
    get = request.GET
    q, country, sort = get.get("q", "").strip()[:100], get.get("country", ""), get.get("sort", "")
    country, sort = country if country in dict(states()) else "", sort if sort in ORDERS else "name"
    members = get.get("members") == "1"
    rows = visible_partners(request.actor).filter(have(words_in(q)), removed_at=None).order_by(*ORDERS[sort][1])
    rows = rows.filter(country=country) if country else rows
    rows = rows.exclude(member=None) if members else rows
    return rows, {"q": q, "country": country, "sort": sort, "members": members}


@never_cache
@require_safe
@for_actor
def partners(request):
    """The address book: searched, filtered, sorted, paged."""
    rows, asked = _asked(request)
    page, query = paged(request, rows)
    context = {
        **asked,
        "page": page,
        "asked": query,
        "lines": [{"partner": row, "country": state_name(row.country)} for row in page.object_list],
        "any": bool(page.object_list) or visible_partners(request.actor).filter(removed_at=None).exists(),
        "states": states(),
        "orders": [(name, said) for name, (said, _fields) in ORDERS.items()],
        "may_add": allows(may.add_partner, request.actor),
    }
    return render(request, "trade/partners.html", context)


@never_cache
@require_GET
@for_actor
def partners_file(request, form):
    """The address book as it is filtered, as a sheet or as CSV."""
    rows, _asked_for = _asked(request)
    return sheets.partners(form, rows)


@never_cache
@require_safe
@for_actor
def partner(request, pk):
    """A partner: how to reach them, what they offer and ask for, a case with them."""
    partner = _seen(request, pk)
    on = timezone.localdate()
    offers = visible_offers(request.actor, on).filter(organisation=partner.member_id) if partner.member_id else []
    context = {
        "partner": partner,
        "country": state_name(partner.country),
        "offers": [line_of(offer, on) for offer in offers[:20]],
        "may_change": allows(may.change_partner, request.actor, partner),
        "may_begin": allows(may.begin, request.actor),
    }
    return render(request, "trade/partner.html", context)


def _seen(request, pk) -> Partner:
    return found(visible_partners(request.actor), pk)


def _members(request):
    others = visible_organisations(request.actor).exclude(pk=request.actor.organisation.pk).exclude(kind=Kind.ZONE)
    return others.order_by("name")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def new_partner(request):
    """A new partner; ``member`` in the query fills the form from an organisation of the zone."""
    require(may.add_partner, request.actor)
    members = _members(request)
    if request.method != "POST":
        initial = {}
        if request.GET.get("member"):
            member = found(members, request.GET["member"])
            initial = {"name": member.name, "country": member.country, "address": member.place, "member": member}
        return _form_page(request, None, PartnerForm(initial=initial, members=members))
    return _written(request, None, lambda **details: services.add_partner(**details))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def change_partner(request, pk):
    """The form of a partner that is there."""
    partner = _seen(request, pk)
    require(may.change_partner, request.actor, partner)
    if request.method != "POST":
        return _form_page(request, partner, PartnerForm(initial=PartnerForm.initial_of(partner), members=_members(request)))
    return _written(request, partner, lambda **details: services.change_partner(partner, **details))


def _written(request, partner, write):
    form = PartnerForm(request.POST, members=_members(request))
    if form.is_valid():
        try:
            return redirect(write(**form.details(), by=request.actor, at=timezone.now()))
        except ValidationError as faults:
            show(faults, form)
    return _form_page(request, partner, form, status=UNPROCESSABLE)


def _form_page(request, partner, form, status=200):
    return render(request, "trade/partner_form.html", {"partner": partner, "form": form}, status=status)


@require_POST
@for_actor
def remove_partner(request, pk):
    """Take a partner out of the address book; their page offers to undo it."""
    return redirect(services.remove_partner(_seen(request, pk), by=request.actor, at=timezone.now()))


@require_POST
@for_actor
def restore_partner(request, pk):
    """Put a partner back."""
    partner = services.restore_partner(_seen(request, pk), by=request.actor, at=timezone.now())
    messages.success(request, _("Back in the address book."))
    return redirect(partner)
