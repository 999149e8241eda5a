"""Mandates: which broker acts for which trader, from when until when. Both sides see them here."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chorsu.desks.organisations import services
from chorsu.desks.organisations.forms import MandateForm
from chorsu.desks.organisations.models import Kind, Mandate
from chorsu.desks.organisations.permissions import may
from chorsu.desks.organisations.queries import visible_mandates, visible_organisations
from chorsu.desks.organisations.views.tabs import MANDATE_TONES, tabs
from chorsu.desks.pages import for_actor, paged
from chorsu.desks.permissions import allows, require
from chorsu.desks.refusals import Refused

UNPROCESSABLE = 422


@never_cache
@require_safe
@for_actor
def mandates(request):
    """The mandates that the reader's organisation gave or holds; for the zone all that there are."""
    actor = request.actor
    page, asked = paged(request, visible_mandates(actor).order_by("-changed_at", "-pk"))
    context = {
        "tabs": tabs(request, "mandates"),
        "organisation": actor.organisation,
        "page": page,
        "asked": asked,
        "rows": [_row(mandate, actor) for mandate in page.object_list],
        "may_offer": allows(may.offer_mandate, actor),
        "is_trader": actor.organisation.kind == Kind.TRADER,
        "is_broker": actor.organisation.kind == Kind.BROKER,
    }
    return render(request, "organisations/mandates.html", context)


def _row(mandate: Mandate, actor) -> dict:
    today = timezone.now().date()
    is_alive = mandate.state in (Mandate.State.OFFERED, Mandate.State.ACCEPTED)
    return {
        "mandate": mandate,
        "tone": MANDATE_TONES[mandate.state],
        "is_over": is_alive and mandate.valid_to < today,
        "may_answer": mandate.state == Mandate.State.OFFERED and allows(may.answer_mandate, actor, mandate),
        "may_end": is_alive and allows(may.end_mandate, actor, mandate),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def offer(request):
    """Offer a broker to act for the reader's organisation."""
    actor = request.actor
    require(may.offer_mandate, actor)
    brokers = visible_organisations(actor).filter(kind=Kind.BROKER, state="verified").order_by("name")
    initial = {"broker": request.GET.get("broker", "")[:40], "valid_from": timezone.now().date()}
    form = MandateForm(request.POST if request.method == "POST" else None, brokers=brokers, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            mandate = services.offer_mandate(given["broker"], given["valid_from"], given["valid_to"], by=actor, at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, _("The mandate is offered. It counts once %(broker)s has accepted it.") % {"broker": mandate.broker}
            )
            return redirect("organisations:mandates")
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "organisations/offer_mandate.html", {"form": form, "any": brokers.exists()}, status=status)


@require_POST
@for_actor
def accept(request, pk):
    """The broker accepts."""
    mandate = services.accept_mandate(_seen(request, pk), by=request.actor, at=timezone.now())
    messages.success(request, _("You act for %(trader)s in the days of the mandate.") % {"trader": mandate.trader})
    return redirect("organisations:mandates")


@require_POST
@for_actor
def decline(request, pk):
    """The broker does not take it."""
    mandate = services.decline_mandate(_seen(request, pk), by=request.actor, at=timezone.now())
    messages.success(request, _("The mandate of %(trader)s is declined.") % {"trader": mandate.trader})
    return redirect("organisations:mandates")


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def end(request, pk):
    """Either side ends it, after a page that asks."""
    mandate = _seen(request, pk)
    require(may.end_mandate, request.actor, mandate)
    if request.method != "POST":
        return render(request, "organisations/end_mandate.html", {"mandate": mandate})
    services.end_mandate(mandate, by=request.actor, at=timezone.now())
    messages.success(request, _("The mandate has ended."))
    return redirect("organisations:mandates")


def _seen(request, pk) -> Mandate:
    return get_object_or_404(visible_mandates(request.actor), pk=pk)
