"""Have a draft checked, send it to a second person, return it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chorsu.desks.actor import SYSTEM, Actor
from chorsu.desks.journal import services as journal
from chorsu.desks.permissions import require
from chorsu.desks.reference.models import Draft, Examination
from chorsu.desks.reference.permissions import may
from chorsu.desks.reference.services.drafts import locked, moved
from chorsu.desks.refusals import Refused


@transaction.atomic
def ask(draft: Draft, *, by: Actor, at: datetime) -> Examination:
    """Ask for a draft to be checked: its faults, the law that changes, the open cases that it alters."""
    from chorsu.desks.reference import tasks

    draft = locked(draft)
    require(may.examine, by, draft)
    if not draft.changes.exists():
        raise Refused(_("The draft has no changes yet."))
    made = Examination.objects.create(draft=draft, edition=draft.edition, asked_at=at)
    journal.record("facts.examination_asked", draft, by=by, at=at, edition=draft.edition)
    tasks.examine.enqueue(str(made.pk))
    return made


@transaction.atomic
def finish(examination: Examination, *, at: datetime) -> Examination:
    """Keep what the worker found, and forget what it found before: the draft has one answer."""
    examination.ended_at = at
    examination.save()
    examination.draft.examinations.filter(asked_at__lte=examination.asked_at).exclude(pk=examination.pk).delete()
    journal.record("facts.examined", examination.draft, by=SYSTEM, at=at, edition=examination.edition, state=examination.state,
                   blocking=examination.blocking, cases=len(examination.effects))  # fmt: skip
    return examination


@transaction.atomic
def submit(draft: Draft, *, by: Actor, at: datetime) -> Draft:
    """Send a draft to review by a second person of the zone. It must have been checked as it stands, without a fault."""
    draft = locked(draft)
    require(may.submit, by, draft)
    found = sound(draft)
    draft.submitted_by, draft.reason = by.person, ""
    concerns = {"concerns": [draft.organisation_id], "edition": draft.edition, "examination": found.pk}
    return moved(
        draft, Draft.State.IN_REVIEW, "facts.submitted", by=by, at=at, fields=("submitted_by", "reason"), **concerns
    )  # fmt: skip


@transaction.atomic
def take_back(draft: Draft, *, by: Actor, at: datetime) -> Draft:
    """Take a draft back from review to work on it."""
    draft = locked(draft)
    require(may.take_back, by, draft)
    return moved(draft, Draft.State.DRAFT, "facts.taken_back", by=by, at=at)


@transaction.atomic
def return_draft(draft: Draft, reason: str, *, by: Actor, at: datetime) -> Draft:
    """Give a draft back to those who wrote it, with the reason in words."""
    draft = locked(draft)
    require(may.review, by, draft)
    if not reason.strip():
        raise Refused(_("Say why it comes back, so that its writer knows what to mend."))
    draft.reason = reason.strip()[:4000]
    return moved(
        draft, Draft.State.RETURNED, "facts.returned", by=by, at=at, fields=("reason",), personal={"reason": draft.reason}
    )


def sound(draft: Draft) -> Examination:
    """The examination of a draft as it stands. Raises Refused where there is none, or one with a fault that blocks."""
    found = draft.examinations.filter(edition=draft.edition).last()
    if found is None or found.state in (Examination.State.WAITING, Examination.State.RUNNING):
        raise Refused(_("Have the draft checked first, as it stands now: its faults and what it does must be known."))
    if found.state == Examination.State.FAILED:
        raise Refused(_("The draft could not be checked. Try again; if it fails again, tell whoever runs the system."))
    if found.blocking:
        raise Refused(_("The draft has %(count)s faults that block it. Mend them, and have it checked again."),
                      count=found.blocking)  # fmt: skip
    return found
