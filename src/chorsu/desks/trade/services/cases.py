"""The course of a case: begun, changed, submitted, accepted or returned, closed or withdrawn."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chorsu.desks.actor import Actor
from chorsu.desks.organisations.models import Organisation
from chorsu.desks.permissions import require
from chorsu.desks.plans import planner
from chorsu.desks.plans import services as plans
from chorsu.desks.refusals import Refused
from chorsu.desks.trade.models import Case, Message, Milestone, Upload
from chorsu.desks.trade.permissions import may, require_now
from chorsu.desks.trade.queries import open_questions, plan_of_day
from chorsu.desks.trade.services.files import lay_upload
from chorsu.desks.trade.services.opened import opened, tell
from chorsu.desks.trade.services.said import cleaned, figures_of, told_of, words_of_case

State = Case.State
MOST_OF_REFERENCE = 200
MOST_OF_REASON = 2_000


def begin_case(
    document: dict | None, *, by: Actor, at: datetime, reference: str = "", upload: Upload | None = None, **how
) -> Case:
    """Begin a case, with a consignment or with none yet; a draft until its way is chosen.

    Without a ``reference``, that of the consignment counts, else the trader's next number. ``upload`` is the invoice that it
    comes from; ``how`` further facts for the journal. Raises Faulty where the consignment cannot be planned, Refused where the
    trader has a case of that reference.
    """
    require(may.begin, by)
    said = document.get("reference") if isinstance(document, dict) else ""
    given = reference.strip() or (said.strip() if isinstance(said, str) else "")
    if len(given) > MOST_OF_REFERENCE:
        raise Refused(_("A reference has at most %(most)s letters."), most=MOST_OF_REFERENCE)
    number = given or _next_reference(by.organisation, at)
    # Planning takes a while, and nobody should wait for it: what is found here is remembered for the transaction.
    _planned(document, number)
    return _begin(document, given, number, by=by, at=at, upload=upload, how=how)


@transaction.atomic
def _begin(document, given, number, *, by, at, upload, how) -> Case:
    # Two who begin at once for one trader follow each other, so that each gets a number of its own.
    trader = Organisation.objects.select_for_update().get(pk=by.organisation.pk)
    if not given:
        number = _next_reference(trader, at)
    elif Case.objects.filter(trader=trader, reference=given).exists():
        raise Refused(_("You have a case “%(reference)s” already. Give this one another reference."), reference=given)
    case = Case(trader=trader, reference=number, made_by=by.person, made_at=at, changed_at=at)
    if document is not None:
        case.plan = plans.begin(_numbered(document, number), at=at, readers={trader.pk: True})
        _take(case, case.plan.versions.last().consignment)
    case.words = words_of_case(case)
    case.save(force_insert=True)
    if upload is not None:
        lay_upload(upload, case, by=by, at=at)
    tell("case.begun", case, by=by, at=at, consignment=told_of(case.consignment), upload=upload and upload.pk, **how)
    return case


def change_consignment(case: Case, document: dict, *, by: Actor, at: datetime) -> Case:
    """Plan the case again for another consignment: the way has to be chosen again. Raises Faulty.

    What is as it was changes nothing and is not recorded.
    """
    require_now("change", by, case)
    _planned(document, case.reference)
    return _change(case, document, by=by, at=at)


@transaction.atomic
def _change(case, document, *, by, at) -> Case:
    case = opened(case, "change", by=by, at=at)
    document = _numbered(document, case.reference)
    if case.plan is None:
        readers = {case.trader_id: True} | ({case.broker_id: True} if case.broker_id else {})
        case.plan = plans.begin(document, at=at, readers=readers)
        version = case.plan.versions.last()
    else:
        version = plans.change(case.plan, document, at=at)
    if version.consignment == case.consignment:
        return case
    was, before = case.state, told_of(case.consignment)
    _take(case, version.consignment)
    case.words = words_of_case(case)
    case.state = State.DRAFT if case.state == State.PLANNED else case.state
    case.is_altered, case.changed_at = False, at
    case.save()
    case.milestones.all().delete()
    after = told_of(case.consignment)
    changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    tell(
        "case.changed",
        case,
        by=by,
        at=at,
        was=was,
        before={name: before.get(name) for name in changed},
        after={name: after.get(name) for name in changed},
        version=version.number,
    )
    return case


@transaction.atomic
def submit(case: Case, *, by: Actor, at: datetime) -> Case:
    """Give the case to the zone: by its broker where it has one in hand, else by the trader."""
    case = opened(case, "submit", by=by, at=at)
    if case.broker_id not in (None, by.organisation.pk):
        raise Refused(
            _("%(broker)s has the case in hand and submits it. To submit it yourself, take it back."), broker=case.broker
        )
    require_way(case)
    was, case.state, case.reason, case.changed_at = case.state, State.SUBMITTED, "", at
    case.save(update_fields=["state", "reason", "changed_at"])
    tell("case.submitted", case, by=by, at=at, was=was)
    return case


@transaction.atomic
def accept(case: Case, *, by: Actor, at: datetime) -> Case:
    """The zone takes the case as it is. Refused while a question of the zone waits for its answer."""
    case = opened(case, "accept", by=by, at=at)
    if open_questions(case).exists():
        raise Refused(_("A question on this case is not answered yet. Wait for the answer, or return the case."))
    was, case.state, case.changed_at = case.state, State.ACCEPTED, at
    case.save(update_fields=["state", "changed_at"])
    tell("case.accepted", case, by=by, at=at, was=was)
    return case


@transaction.atomic
def return_case(case: Case, reason: str, *, by: Actor, at: datetime) -> Case:
    """The zone gives the case back to whoever submitted it, and says why: the reason stands among the messages too."""
    case = opened(case, "send_back", by=by, at=at)
    reason = cleaned(reason, most=MOST_OF_REASON, missing=_("Say what has to be mended: whoever submitted it reads this."))
    was, case.state, case.reason, case.changed_at = case.state, State.RETURNED, reason, at
    case.save(update_fields=["state", "reason", "changed_at"])
    Message.objects.create(case=case, organisation=by.organisation, person=by.person, text=reason, made_at=at)
    tell("case.returned", case, by=by, at=at, was=was, personal={"reason": reason})
    return case


@transaction.atomic
def close(case: Case, *, by: Actor, at: datetime) -> Case:
    """Close the file of a case whose goods have arrived."""
    case = opened(case, "close", by=by, at=at)
    if case.milestones.filter(kind=Milestone.Kind.ARRIVED, reached_at=None).exists():
        raise Refused(_("The goods have not arrived yet: say when they did, then close the case."))
    was, case.state, case.closed_at, case.changed_at = case.state, State.CLOSED, at, at
    case.is_altered = False
    case.save(update_fields=["state", "closed_at", "changed_at", "is_altered"])
    tell("case.closed", case, by=by, at=at, was=was)
    return case


@transaction.atomic
def withdraw(case: Case, *, by: Actor, at: datetime) -> Case:
    """End a case that the zone has not accepted yet. It stays readable and is never taken up again; it can be repeated."""
    case = opened(case, "withdraw", by=by, at=at)
    was, case.state, case.closed_at, case.changed_at = case.state, State.WITHDRAWN, at, at
    case.is_altered = False
    case.save(update_fields=["state", "closed_at", "changed_at", "is_altered"])
    tell("case.withdrawn", case, by=by, at=at, was=was)
    return case


def require_way(case: Case) -> None:
    """Refuse where no way is chosen, or where the consignment was changed after it was."""
    chosen = plan_of_day(case)
    if chosen is None or case.plan is None or chosen.version != case.plan.versions.last().number:
        raise Refused(_("Choose a way of the plan first: the consignment has none, or was changed after it was chosen."))


def _take(case: Case, consignment: dict) -> None:
    """The consignment as it was planned, and what its plan comes to by its own choice of way."""
    case.consignment = consignment
    case.figures = figures_of(planner.answer(consignment))


def _planned(document, reference: str) -> None:
    if document is not None:
        planner.answer(_numbered(document, reference))


def _numbered(document, reference: str):
    """The consignment under the reference of its case, so that its papers carry it; what is no document is told so later.

    Nor is a reference hidden that is no text: whoever reads the document tells that fault too.
    """
    is_right = isinstance(document, dict) and isinstance(document.get("reference"), str | None)
    return {**document, "reference": reference} if is_right else document


def _next_reference(trader: Organisation, at: datetime) -> str:
    """The trader's next number of the year: 2026-0007."""
    year = f"{at:%Y}-"
    number = Case.objects.filter(trader=trader, reference__startswith=year).count() + 1
    while Case.objects.filter(trader=trader, reference=f"{year}{number:04d}").exists():
        number += 1
    return f"{year}{number:04d}"
