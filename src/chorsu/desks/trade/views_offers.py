"""Pages of offers and requests: the list, one of them, the form, what can be done to it."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from chorsu.desks.finding import have, words_in
from chorsu.desks.language import engine_language
from chorsu.desks.pages import for_actor, paged
from chorsu.desks.permissions import allows, require
from chorsu.desks.plans import search
from chorsu.desks.plans.filled import UNPROCESSABLE
from chorsu.desks.plans.forms import CURRENCIES
from chorsu.desks.refusals import Refused
from chorsu.desks.states import state_name, states
from chorsu.desks.trade import services, sheets
from chorsu.desks.trade.forms import MessageForm
from chorsu.desks.trade.forms_goods import OfferForm, refused_message, show
from chorsu.desks.trade.models import Offer
from chorsu.desks.trade.permissions import may
from chorsu.desks.trade.queries import found
from chorsu.desks.trade.queries_goods import counterparts, open_on, visible_enquiries, visible_offers

State = Offer.State
TONES = {State.DRAFT: "wait", State.PUBLISHED: "open", State.WITHDRAWN: "bad"}
# The orders of the list: what stands in the address, what the reader sees, what the database sorts by.
ORDERS = {
    "changed": (gettext_lazy("last changed first"), ("-changed_at", "-pk")),
    "ending": (gettext_lazy("soonest ending first"), (F("valid_to").asc(nulls_last=True), "-pk")),
    "price": (gettext_lazy("cheapest first"), (F("price").asc(nulls_last=True), "-pk")),
    "title": (gettext_lazy("by title"), ("title", "-pk")),
}
KINDS = {"": pgettext_lazy("goods", "Offers and requests"), "offer": pgettext_lazy("goods", "Offers"),
         "request": pgettext_lazy("goods", "Requests")}  # fmt: skip
WHOSE = {
    "": gettext_lazy("of everybody"),
    "others": gettext_lazy("of others"),
    "ours": gettext_lazy("ours"),
    "draft": gettext_lazy("our drafts"),
    "published": gettext_lazy("ours, published"),
    "withdrawn": gettext_lazy("ours, withdrawn"),
}


def _asked(request, on: date):
    """The offers that the query asks for, and what it asks, checked."""
    get = request.GET
    asked = {
        "q": get.get("q", "").strip()[:100],
        "kind": _one_of(get.get("kind", ""), KINDS),
        "whose": _one_of(get.get("whose", ""), WHOSE),
        "origin": _one_of(get.get("origin", ""), dict(states())),
        "hs": "".join(letter for letter in get.get("hs", "") if letter in "0123456789")[:6],
        "currency": _one_of(get.get("currency", ""), CURRENCIES),
        "sort": _one_of(get.get("sort", ""), ORDERS) or "changed",
    }
    rows = visible_offers(request.actor, on).filter(have(words_in(asked["q"])))
    rows = rows.filter(**{name: asked[name] for name in ("kind", "origin", "currency") if asked[name]})
    if asked["hs"]:
        rows = rows.filter(hs__startswith=asked["hs"])
    own = request.actor.organisation.pk
    if asked["whose"] == "others":
        rows = rows.exclude(organisation=own)
    elif asked["whose"]:
        rows = rows.filter(organisation=own)
        rows = rows if asked["whose"] == "ours" else rows.filter(state=asked["whose"])
    else:
        # What is withdrawn or over is found among one's own alone.
        rows = rows.exclude(state=State.WITHDRAWN).filter(open_on(on))
    return rows.order_by(*ORDERS[asked["sort"]][1]), asked


def _one_of(word: str, known) -> str:
    return word if word in known else ""


@never_cache
@require_safe
@for_actor
def offers(request):
    """What is offered and asked for: searched, filtered, sorted, paged."""
    on = timezone.localdate()
    rows, asked = _asked(request, on)
    page, query = paged(request, rows)
    context = {
        **asked,
        "page": page,
        "asked": query,
        "lines": [line_of(offer, on) for offer in page.object_list],
        "kinds": KINDS.items(),
        "whose_choices": WHOSE.items(),
        "states": states(),
        "currencies": CURRENCIES,
        "orders": [(name, said) for name, (said, _fields) in ORDERS.items()],
        "is_filtered": any(value for name, value in asked.items() if name != "sort"),
        "more_open": bool(asked["origin"] or asked["hs"] or asked["currency"]),
        "may_make": allows(may.make_offer, request.actor),
    }
    return render(request, "trade/offers.html", context)


def line_of(offer: Offer, on: date) -> dict:
    """An offer in a list: its goods and its place by their names."""
    language = engine_language()
    return {
        "offer": offer,
        "goods": search.goods_label(offer.hs, language) if offer.hs else "",
        "place": search.short_place(offer.place, language) if offer.place else "",
        "origin": state_name(offer.origin),
        "tone": TONES[offer.state],
        "is_over": offer.is_over(on),
    }


@never_cache
@require_GET
@for_actor
def offers_file(request, form):
    """The list as it is filtered, as a sheet or as CSV."""
    rows, _asked_for = _asked(request, timezone.localdate())
    return sheets.offers(form, rows)


@never_cache
@require_safe
@for_actor
def offer(request, pk):
    """One offer or request: its terms, who stands behind it, what can be done, what others have that fits it."""
    return _offer_page(request, _seen(request, pk), MessageForm())


def _offer_page(request, offer: Offer, form, status=200):
    actor, on = request.actor, timezone.localdate()
    enquiries = visible_enquiries(actor).filter(offer=offer)
    is_ours = allows(may.see_offer, actor, offer) and offer.organisation_id == actor.organisation.pk
    context = {
        "offer": offer,
        "line": line_of(offer, on),
        "is_ours": is_ours,
        "may_change": allows(may.change_offer, actor, offer),
        "may_publish": allows(may.publish_offer, actor, offer),
        "may_ask": allows(may.ask_about, actor, offer) and not offer.is_over(on),
        "may_begin": allows(may.begin, actor),
        "enquiries": enquiries[:50] if is_ours else [],
        "enquiry": None if is_ours else enquiries.first(),
        "form": form,
        "counterparts": [line_of(row, on) for row in counterparts(offer, actor, on)],
    }
    return render(request, "trade/offer.html", context, status=status)


def _seen(request, pk) -> Offer:
    return found(visible_offers(request.actor, timezone.localdate()), pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def new_offer(request):
    """A new offer or request: kept as a draft, or published at once."""
    require(may.make_offer, request.actor)
    if request.method != "POST":
        kind = _one_of(request.GET.get("kind", ""), Offer.Kind.values) or "offer"
        language = engine_language()
        return _form_page(
            request, None, OfferForm(initial={"kind": kind, "language": language, "unit": "KGM", "currency": "USD"})
        )
    return _written(request, None, lambda details, **who: services.new_offer(details, **who))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def change_offer(request, pk):
    """The form of an offer that is there."""
    offer = _seen(request, pk)
    require(may.change_offer, request.actor, offer)
    if request.method != "POST":
        return _form_page(request, offer, OfferForm(initial=OfferForm.initial_of(offer)))
    return _written(request, offer, lambda details, **who: services.change_offer(offer, details, **who))


def _written(request, offer: Offer | None, write):
    form = OfferForm(request.POST)
    if form.is_valid():
        who = {"by": request.actor, "at": timezone.now()}
        try:
            with transaction.atomic():
                written = write(form.details(), **who)
                if request.POST.get("publish") and written.state == State.DRAFT:
                    services.publish_offer(written, **who)
            return redirect(written)
        except ValidationError as faults:
            show(faults, form)
    form.suggest()
    return _form_page(request, offer, form, status=UNPROCESSABLE)


def _form_page(request, offer: Offer | None, form, status=200):
    can_publish = request.actor.organisation.is_verified and (offer is None or offer.state == State.DRAFT)
    return render(request, "trade/offer_form.html", {"offer": offer, "form": form, "can_publish": can_publish}, status=status)


@require_POST
@for_actor
def publish_offer(request, pk):
    """Show it to every verified organisation; what is missing for that stands beside the form's fields."""
    offer = _seen(request, pk)
    try:
        services.publish_offer(offer, by=request.actor, at=timezone.now())
    except ValidationError as faults:
        form = OfferForm(OfferForm.initial_of(offer))
        form.is_valid()
        show(faults, form)
        return _form_page(request, offer, form, status=UNPROCESSABLE)
    messages.success(request, _("It is published: every verified organisation sees it."))
    return redirect(offer)


@require_POST
@for_actor
def withdraw_offer(request, pk):
    """Take it back; the page then offers to undo it."""
    return redirect(services.withdraw_offer(_seen(request, pk), by=request.actor, at=timezone.now()))


@require_POST
@for_actor
def restore_offer(request, pk):
    """Undo the withdrawal."""
    return redirect(services.restore_offer(_seen(request, pk), by=request.actor, at=timezone.now()))


@require_POST
@for_actor
def copy_offer(request, pk):
    """A new draft like it, opened to be changed."""
    copy = services.copy_offer(_seen(request, pk), by=request.actor, at=timezone.now())
    return redirect("trade:change_offer", copy.pk)


@require_POST
@for_actor
def ask_about(request, pk):
    """Ask its organisation about it: leads to the enquiry."""
    offer = _seen(request, pk)
    try:
        return redirect(services.ask_about(offer, request.POST.get("text", ""), by=request.actor, at=timezone.now()))
    except Refused as refused:
        return _offer_page(request, offer, refused_message(request, refused), status=UNPROCESSABLE)
