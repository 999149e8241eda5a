"""The list of organisations, the page of one, its change, and the zone's judgement."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chorsu.desks.organisations import services, sheets
from chorsu.desks.organisations.forms import OrganisationForm, ReasonForm
from chorsu.desks.organisations.models import Kind, Organisation
from chorsu.desks.organisations.permissions import may
from chorsu.desks.organisations.queries import having_words, visible_mandates, visible_memberships, visible_organisations
from chorsu.desks.organisations.views.tabs import TONES, tabs
from chorsu.desks.pages import for_actor, paged
from chorsu.desks.permissions import allows, of_zone, require
from chorsu.desks.places import place_named
from chorsu.desks.refusals import Refused
from chorsu.desks.states import state_name

UNPROCESSABLE = 422
# The orders of the list: what stands in the address, what the reader sees, what the database sorts by.
ORDERS = {
    "name": (gettext_lazy("by name"), ("name", "pk")),
    "new": (gettext_lazy("newest first"), ("-made_at", "-pk")),
    "changed": (gettext_lazy("last changed first"), ("-changed_at", "-pk")),
}


@never_cache
@require_safe
@for_actor
def organisations(request):
    """The organisations that the reader may see: the directory; for the zone also those that wait."""
    found, asked = _asked_for(request)
    page, query = paged(request, found)
    sees_all = allows(of_zone, request.actor)
    seen = visible_organisations(request.actor)
    context = asked | {
        "page": page,
        "asked": query,
        "rows": [_row(organisation) for organisation in page.object_list],
        "kinds": [("", pgettext("kind", "All")), *Kind.choices],
        "states": [("", pgettext("state", "All")), *Organisation.State.choices],
        "orders": [(name, said) for name, (said, _fields) in ORDERS.items()],
        "sees_all": sees_all,
        "waiting": seen.filter(state=Organisation.State.APPLIED).count() if sees_all else 0,
        "is_filtered": bool(asked["q"] or asked["kind"] or asked["state"]),
    }
    return render(request, "organisations/organisations.html", context)


@require_safe
@for_actor
def organisations_file(request, form):
    """The list as it is filtered, as a sheet or as CSV."""
    if form not in ("xlsx", "csv"):
        raise Http404
    found, _asked = _asked_for(request)
    return sheets.organisations(form, found)


def _asked_for(request) -> tuple[QuerySet[Organisation], dict]:
    """The organisations that the query asks for, and what it asks."""
    words = request.GET.get("q", "").replace("\0", " ").strip()[:100]
    kind, state, sort = (request.GET.get(name, "") for name in ("kind", "state", "sort"))
    sort = sort if sort in ORDERS else "name"
    kind = kind if kind in Kind.values else ""
    state = state if state in Organisation.State.values else ""
    found = having_words(visible_organisations(request.actor), words.split()[:8])
    if kind:
        found = found.filter(kind=kind)
    if state:
        found = found.filter(state=state)
    return found.order_by(*ORDERS[sort][1]), {"q": words, "kind": kind, "state": state, "sort": sort}


def _row(organisation: Organisation) -> dict:
    return {
        "organisation": organisation,
        "country": state_name(organisation.country),
        "place": place_named(organisation.place),
        "tone": TONES[organisation.state],
    }


@never_cache
@require_safe
@for_actor
def organisation(request, pk):
    """What an organisation says of itself; its people and mandates where the reader may see them."""
    actor = request.actor
    found = _seen(request, pk)
    sees_people = allows(may.see_people, actor, found)
    is_own = found.pk == actor.organisation.pk
    context = {
        "organisation": found,
        "tone": TONES[found.state],
        "country": state_name(found.country),
        "place": place_named(found.place),
        "names": [(label, found.names.get(code)) for code, label in (("zh", "中文"), ("ru", "Русский"), ("en", "English"))],
        "is_own": is_own,
        "tabs": tabs(request, "organisation") if is_own else [],
        "members": visible_memberships(actor).filter(organisation=found) if sees_people and not is_own else [],
        "mandates": visible_mandates(actor).filter(Q(trader=found) | Q(broker=found)) if not is_own else [],
        "may_change": allows(may.change, actor, found),
        "may_judge": allows(may.judge, actor, found),
        "may_offer": allows(may.offer_mandate, actor) and found.kind == Kind.BROKER and found.is_verified,
    }
    return render(request, "organisations/organisation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def change(request, pk):
    """Change what is said of an organisation."""
    found = _seen(request, pk)
    require(may.change, request.actor, found)
    fixed = not allows(may.change_identity, request.actor, found)
    initial = OrganisationForm.initial_of(found)
    form = OrganisationForm(request.POST if request.method == "POST" else None, initial=initial, fixed=fixed)
    if found.kind == Kind.ZONE:
        form.fields["kind"].choices = Kind.choices
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                services.change_organisation(found, form.details(), by=request.actor, at=timezone.now())
            except ValidationError as fault:
                form.add_error(None, fault)
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("Changed."))
                return redirect(found)
    context = {"form": form, "organisation": found, "fixed": fixed}
    return render(request, "organisations/change.html", context, status=status)


@require_POST
@for_actor
def verify(request, pk):
    """The zone has verified the organisation, or lifts a suspension."""
    found = services.verify(_seen(request, pk), by=request.actor, at=timezone.now())
    messages.success(request, _("%(name)s is verified.") % {"name": found})
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def refuse(request, pk):
    """The zone does not verify the organisation, and says why."""
    words = {
        "title": _("Refuse %(name)s"),
        "text": _("It can change what it said, and applies again by that."),
        "action": _("Refuse the application"),
        "done": _("%(name)s is refused."),
    }
    return _with_reason(request, pk, services.refuse_organisation, words)


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def suspend(request, pk):
    """The zone suspends a verified organisation, and says why."""
    words = {
        "title": _("Suspend %(name)s"),
        "text": _(
            "Its people go on seeing what is theirs; they see nobody else's and are seen by nobody. You can lift it at any time."
        ),
        "action": _("Suspend it"),
        "done": _("%(name)s is suspended."),
    }
    return _with_reason(request, pk, services.suspend, words)


def _with_reason(request, pk, service, words):
    found = _seen(request, pk)
    require(may.judge, request.actor, found)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        service(found, form.cleaned_data["reason"], by=request.actor, at=timezone.now())
        messages.success(request, words["done"] % {"name": found})
        return redirect(found)
    said = {name: text % {"name": found} if name == "title" else text for name, text in words.items()}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "organisations/reason.html", {"organisation": found, "form": form} | said, status=status)


def _seen(request, pk) -> Organisation:
    """The organisation, if the reader may see it. Raises Http404."""
    return get_object_or_404(visible_organisations(request.actor), pk=pk)
