"""What one may see of the trade desk, and finding it. What one may not see is not there."""

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from chorsu.desks.actor import Actor
from chorsu.desks.organisations.models import Kind, Mandate, Organisation
from chorsu.desks.permissions import allows, of_zone
from chorsu.desks.trade.models import Case, Message, PlanOfDay, Template, Upload

State = Case.State
OPEN_QUESTION = Message.objects.filter(case=OuterRef("pk"), is_question=True, answered_by=None)


def visible_cases(actor: Actor | None) -> QuerySet[Case]:
    """The cases that the actor may see: their own, those in their hands, those they carry; for the zone all. Newest first.

    Each says in ``has_question`` whether a question of the zone waits for its answer.
    """
    if actor is None:
        return Case.objects.none()
    key = actor.organisation.pk
    seen = Q() if allows(of_zone, actor) else Q(trader=key) | Q(broker=key) | Q(carrier=key)
    rows = Case.objects.filter(seen).annotate(has_question=Exists(OPEN_QUESTION))
    return rows.select_related("trader", "broker", "carrier").order_by("-changed_at", "-pk")


def case_of(actor: Actor | None, pk) -> Case:
    """The case, if the actor may see it. Raises Http404 otherwise, whether it is there or not."""
    return found(visible_cases(actor).select_related("plan", "made_by"), pk)


def found(rows: QuerySet, pk):
    """The row of a key among those that may be seen. Raises Http404, also for what is no key."""
    try:
        return rows.get(pk=pk)
    except (rows.model.DoesNotExist, ValidationError, ValueError) as none:
        raise Http404 from none


def waiting_for(actor: Actor) -> QuerySet[Case]:
    """The cases in which something waits for this very organisation to be done; the oldest change first."""
    key = actor.organisation.pk
    if allows(of_zone, actor):
        waits = Q(state=State.SUBMITTED, has_question=False)
    else:
        planning = Q(state__in=(State.DRAFT, State.PLANNED, State.RETURNED), broker=None) | Q(state__in=ON_THE_WAY)
        with_broker = Q(state__in=(State.WITH_BROKER, State.RETURNED))
        answering = Q(state=State.SUBMITTED, has_question=True)
        waits = Q(trader=key) & (planning | answering | Q(is_altered=True, state__in=ALTERABLE))
        waits |= Q(broker=key) & (with_broker | answering)
        waits |= Q(carrier=key, state__in=ON_THE_WAY)
    return visible_cases(actor).filter(waits).order_by("changed_at", "pk")


ON_THE_WAY = (State.ACCEPTED, State.UNDER_WAY)
ALTERABLE = (State.PLANNED, State.WITH_BROKER, State.SUBMITTED, State.RETURNED, State.ACCEPTED, State.UNDER_WAY)


def visible_templates(actor: Actor | None) -> QuerySet[Template]:
    """The templates of the actor's own organisation."""
    return Template.objects.filter(organisation=actor.organisation.pk).order_by("name") if actor else Template.objects.none()


def visible_uploads(actor: Actor | None) -> QuerySet[Upload]:
    """The invoices that the actor's own organisation sent in and that are no case yet, the newest first."""
    return (
        Upload.objects.filter(organisation=actor.organisation.pk, case=None).order_by("-made_at")
        if actor
        else Upload.objects.none()
    )


def plan_of_day(case: Case, *, whole: bool = False) -> PlanOfDay | None:
    """The plan by which the case goes: that of the day on which its way was last chosen. ``whole`` reads the answer too."""
    rows = case.plans_of_day.order_by("-made_at", "-pk")
    return (rows if whole else rows.defer("answers")).first()


def open_questions(case: Case) -> QuerySet[Message]:
    """The questions that nobody has answered yet."""
    return case.messages.filter(is_question=True, answered_by=None)


def brokers_for(trader: Organisation, on) -> QuerySet[Organisation]:
    """The brokers who hold an accepted mandate of the trader on a day."""
    holds = _in_force(on).filter(trader=trader, broker=OuterRef("pk"))
    return Organisation.objects.filter(Exists(holds), kind=Kind.BROKER, state=Organisation.State.VERIFIED).order_by("name")


def without_mandate(on) -> QuerySet[Case]:
    """The cases in the hand of a broker who may not act for the trader on a day: no mandate holds, or the zone suspended them."""
    holds = _in_force(on).filter(trader=OuterRef("trader"), broker=OuterRef("broker"), broker__state=Organisation.State.VERIFIED)
    return Case.objects.filter(~Exists(holds), broker__isnull=False).order_by("changed_at", "pk")


def _in_force(on) -> QuerySet[Mandate]:
    return Mandate.objects.filter(state=Mandate.State.ACCEPTED, valid_from__lte=on, valid_to__gte=on)


def carriers() -> QuerySet[Organisation]:
    """The carriers that a case can name."""
    return Organisation.objects.filter(kind=Kind.CARRIER, state=Organisation.State.VERIFIED).order_by("name")


def zones() -> list[Organisation]:
    """The zone: told of every case from the day on which it is submitted."""
    return list(Organisation.objects.filter(kind=Kind.ZONE))
