"""Pages of webhooks: register an address, see what was delivered, pause, change, take away."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chorsu.desks.journal import queries, services, telling
from chorsu.desks.journal.forms import WebhookForm
from chorsu.desks.journal.models import Delivery
from chorsu.desks.journal.permissions import may
from chorsu.desks.pages import for_actor, paged
from chorsu.desks.permissions import allows, require
from chorsu.desks.refusals import NotAllowed, Refused

ASK = ["GET", "HEAD", "POST"]


@require_safe
@for_actor
def webhooks(request):
    """The webhooks of the organisation, each with what waits and what was given up."""
    rows = queries.with_counts(queries.visible_webhooks(request.actor))
    words = {"webhooks": rows, "may_register": allows(may.register_webhook, request.actor)}
    return render(request, "journal/webhooks.html", words)


@require_http_methods(ASK)
@for_actor
def register(request):
    """Register a webhook; its secret is shown in the answer, once."""
    require(may.register_webhook, request.actor)
    form = WebhookForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            webhook, secret = services.register_webhook(**form.cleaned_data, by=request.actor, at=timezone.now())
        except NotAllowed:
            raise
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _secret(request, webhook, secret)
    return _form(request, form)


@require_safe
@for_actor
def webhook(request, key):
    """One webhook and its deliveries, newest first."""
    found = queries.webhook_of(request.actor, key)
    rows = Delivery.objects.filter(webhook=found).select_related("entry").order_by("-made_at", "-pk")
    state = request.GET.get("state", "")
    any_delivery = rows.exists()
    if state in Delivery.State.values:
        rows = rows.filter(state=state)
    page, asked = paged(request, rows)
    words = {
        "webhook": found,
        "page": page,
        "asked": asked,
        "state": state,
        "states": Delivery.State.choices,
        "any": any_delivery,
        "deliveries": [
            (row, told) for row, told in zip(page, telling.tell([row.entry for row in page], request.actor), strict=True)
        ],
        "events": [telling.label(verb) for verb in found.verbs],
        "may_change": allows(may.change_webhook, request.actor, found),
    }
    return render(request, "journal/webhook.html", words)


@require_http_methods(ASK)
@for_actor
def change(request, key):
    """Give it another name, address or choice of events."""
    found = queries.webhook_of(request.actor, key)
    require(may.change_webhook, request.actor, found)
    form = WebhookForm(request.POST if request.method == "POST" else None, webhook=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_webhook(found, **form.cleaned_data, by=request.actor, at=timezone.now())
        except NotAllowed:
            raise
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Changed."))
            return redirect(found)
    return _form(request, form, found)


@require_POST
@for_actor
def pause(request, key):
    """Hold its deliveries back."""
    found = services.pause_webhook(queries.webhook_of(request.actor, key), by=request.actor, at=timezone.now())
    messages.success(request, _("Paused. What happens meanwhile waits."))
    return redirect(found)


@require_POST
@for_actor
def resume(request, key):
    """Deliver again."""
    found = services.resume_webhook(queries.webhook_of(request.actor, key), by=request.actor, at=timezone.now())
    messages.success(request, _("It goes on. What waited is delivered now."))
    return redirect(found)


@require_http_methods(ASK)
@for_actor
def rotate(request, key):
    """Make a new secret, after a question; it is shown in the answer, once."""
    found = queries.webhook_of(request.actor, key)
    require(may.change_webhook, request.actor, found)
    if request.method != "POST":
        return render(request, "journal/webhook_rotate.html", {"webhook": found})
    return _secret(request, *services.rotate_secret(found, by=request.actor, at=timezone.now()))


@require_http_methods(ASK)
@for_actor
def delete(request, key):
    """Take it away, after a question."""
    found = queries.webhook_of(request.actor, key)
    require(may.change_webhook, request.actor, found)
    if request.method != "POST":
        waiting = found.deliveries.filter(state=Delivery.State.WAITING).count()
        return render(request, "journal/webhook_delete.html", {"webhook": found, "waiting": waiting})
    services.delete_webhook(found, by=request.actor, at=timezone.now())
    messages.success(request, _("The webhook was deleted."))
    return redirect("journal:webhooks")


@require_POST
@for_actor
def retry(request, key):
    """Try a delivery again at once."""
    row = services.retry_delivery(queries.delivery_of(request.actor, key), by=request.actor, at=timezone.now())
    messages.success(request, _("It is tried again within a minute."))
    return redirect(row.webhook)


def _form(request, form: WebhookForm, webhook=None):
    words = {"form": form, "webhook": webhook, "chosen": form["verbs"].value() or []}
    return render(request, "journal/webhook_form.html", words, status=422 if form.errors else 200)


def _secret(request, webhook, secret: str):
    answer = render(request, "journal/webhook_secret.html", {"webhook": webhook, "secret": secret})
    answer.headers["Cache-Control"] = "no-store"
    return answer
