"""The steps of a case: each asks before something is given away or lost, does it by its service, and leads back to the case."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from chorsu.desks.pages import for_actor
from chorsu.desks.permissions import require
from chorsu.desks.plans.filled import UNPROCESSABLE
from chorsu.desks.refusals import NotAllowed, Refused
from chorsu.desks.trade import services
from chorsu.desks.trade.forms import BrokerForm, CarrierForm, NameForm, ReasonForm
from chorsu.desks.trade.permissions import may, require_now
from chorsu.desks.trade.queries import brokers_for, carriers, case_of
from chorsu.desks.trade.views_case import page_of


@dataclass(frozen=True)
class Question:
    """What a step asks before it is done: its title, what it brings about, its button, and what is said once it is done."""

    title: Promise
    text: Promise
    button: Promise
    done: Promise
    is_grave: bool = False


SUBMIT = Question(
    gettext_lazy("Submit the case to the zone?"),
    gettext_lazy("The zone's officer sees plan, papers and files, asks or accepts. Until it comes back, nobody changes it."),
    gettext_lazy("Submit"),
    gettext_lazy("The case is with the zone."),
)
ACCEPT = Question(
    gettext_lazy("Accept the case?"),
    gettext_lazy("The goods may set out. What was accepted is kept as it is today; it cannot be returned any more."),
    pgettext_lazy("case", "Accept"),
    gettext_lazy("The case is accepted."),
)
TAKE_BACK = Question(
    gettext_lazy("Take the case back from the broker?"),
    gettext_lazy("The broker sees it no longer. You can hand it over again, or submit it yourself."),
    gettext_lazy("Take back"),
    gettext_lazy("The case is in your hands again."),
)
CLOSE = Question(
    gettext_lazy("Close the case?"),
    gettext_lazy("Nothing more is written on a closed case. It stays readable with its history and can be repeated."),
    gettext_lazy("Close"),
    gettext_lazy("The case is closed."),
)
WITHDRAW = Question(
    gettext_lazy("Withdraw the case?"),
    gettext_lazy("It ends here and is never taken up again. It stays readable, and a new case can begin as its repetition."),
    gettext_lazy("Withdraw"),
    gettext_lazy("The case is withdrawn."),
    is_grave=True,
)


def asking(verb: str, question: Question, service: Callable):
    """The page of a step that needs nothing but a yes."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @for_actor
    def page(request, pk):
        case = case_of(request.actor, pk)
        if request.method == "POST":
            service(case, by=request.actor, at=timezone.now())
            messages.success(request, str(question.done))
            return redirect(case)
        require_now(verb, request.actor, case)
        return page_of(request, case, "confirm", {"question": question})

    return page


submit = asking("submit", SUBMIT, services.submit)
accept = asking("accept", ACCEPT, services.accept)
take_back = asking("take_back", TAKE_BACK, services.take_back)
close = asking("close", CLOSE, services.close)
withdraw = asking("withdraw", WITHDRAW, services.withdraw)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def hand(request, pk):
    """Hand the case to one of the brokers that hold a mandate today."""
    case = case_of(request.actor, pk)
    require_now("hand_over", request.actor, case)
    now = timezone.now()
    brokers = brokers_for(case.trader, now.date())
    only = brokers.first() if brokers.count() == 1 else None
    form = BrokerForm(request.POST if request.method == "POST" else None, brokers=brokers, initial={"broker": only})

    def do():
        broker = form.cleaned_data["broker"]
        services.hand_to_broker(case, broker, by=request.actor, at=now)
        messages.success(request, _("The case is with %(broker)s.") % {"broker": broker})

    return _filled(request, case, form, "broker", do, "hand", {"has_brokers": brokers.exists()})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def carrier(request, pk):
    """Name who carries the goods."""
    case = case_of(request.actor, pk)
    require_now("name_carrier", request.actor, case)
    rows = carriers()
    form = CarrierForm(request.POST if request.method == "POST" else None, carriers=rows, initial={"carrier": case.carrier})

    def do():
        services.name_carrier(case, form.cleaned_data["carrier"], by=request.actor, at=timezone.now())

    return _filled(request, case, form, "carrier", do, "carrier", {"has_carriers": rows.exists()})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def send_back(request, pk):
    """Return the case, with what has to be mended."""
    case = case_of(request.actor, pk)
    require_now("send_back", request.actor, case)
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def do():
        services.return_case(case, form.cleaned_data["reason"], by=request.actor, at=timezone.now())
        messages.success(request, _("The case is returned."))

    return _filled(request, case, form, "reason", do, "send_back")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def save_template(request, pk):
    """Keep the consignment under a name, to begin other cases with."""
    case = case_of(request.actor, pk)
    require(may.save_template, request.actor, case)
    form = NameForm(request.POST if request.method == "POST" else None)

    def do():
        services.save_template(case, form.cleaned_data["name"], by=request.actor, at=timezone.now())
        messages.success(request, _("The template is kept: begin a case with it whenever you send these goods again."))

    return _filled(request, case, form, "name", do, "save_template")


def _filled(request, case, form, field, do, name, context=None):
    """A step with a form: what is refused stands beside the field."""
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                do()
                return redirect(case)
            except NotAllowed:
                raise
            except Refused as refused:
                form.add_error(field, str(refused))
        status = UNPROCESSABLE
    return page_of(request, case, name, {"form": form, **(context or {})}, status=status)
