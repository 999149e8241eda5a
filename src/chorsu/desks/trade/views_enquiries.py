"""Pages of enquiries: all of one's own, and one of them with what was written."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from chorsu.desks.pages import for_actor, paged
from chorsu.desks.permissions import allows
from chorsu.desks.plans.filled import UNPROCESSABLE
from chorsu.desks.refusals import Refused
from chorsu.desks.trade import services
from chorsu.desks.trade.forms import MessageForm
from chorsu.desks.trade.forms_goods import refused_message
from chorsu.desks.trade.permissions import may
from chorsu.desks.trade.queries import found
from chorsu.desks.trade.queries_goods import visible_enquiries, visible_offers, waiting_enquiries

WHICH = {
    "": gettext_lazy("all"),
    "waiting": gettext_lazy("waiting for our answer"),
    "asked": gettext_lazy("asked by us"),
    "got": gettext_lazy("about our goods"),
}


@never_cache
@require_safe
@for_actor
def enquiries(request):
    """The enquiries of which one's organisation is a side."""
    which = request.GET.get("which", "") if request.GET.get("which", "") in WHICH else ""
    own = request.actor.organisation.pk
    rows = waiting_enquiries(request.actor) if which == "waiting" else visible_enquiries(request.actor)
    if which in ("asked", "got"):
        rows = rows.filter(**{"organisation" if which == "asked" else "offer__organisation": own})
    page, query = paged(request, rows)
    tabs = [
        {"label": said, "address": f"?which={name}" if name else "?", "current": name == which} for name, said in WHICH.items()
    ]
    context = {"page": page, "asked": query, "tabs": tabs, "which": which}
    return render(request, "trade/enquiries.html", context)


@never_cache
@require_safe
@for_actor
def enquiry(request, pk):
    """What two organisations wrote to each other about an offer."""
    return _enquiry_page(request, found(visible_enquiries(request.actor), pk), MessageForm())


def _enquiry_page(request, enquiry, form, status=200):
    context = {
        "enquiry": enquiry,
        "thread": enquiry.messages.select_related("organisation", "person"),
        "sees_offer": visible_offers(request.actor, timezone.localdate()).filter(pk=enquiry.offer_id).exists(),
        "may_write": allows(may.write_enquiry, request.actor, enquiry),
        "may_begin": allows(may.begin, request.actor),
        "form": form,
    }
    return render(request, "trade/enquiry.html", context, status=status)


@require_POST
@for_actor
def write_enquiry(request, pk):
    """Answer, or go on asking."""
    enquiry = found(visible_enquiries(request.actor), pk)
    try:
        return redirect(services.write_enquiry(enquiry, request.POST.get("text", ""), by=request.actor, at=timezone.now()))
    except Refused as refused:
        return _enquiry_page(request, enquiry, refused_message(request, refused), status=UNPROCESSABLE)


@require_POST
@for_actor
def close_enquiry(request, pk):
    """Nothing more waits for an answer."""
    enquiry = found(visible_enquiries(request.actor), pk)
    return redirect(services.close_enquiry(enquiry, by=request.actor, at=timezone.now()))
