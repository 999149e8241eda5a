"""Begin a draft, say what it is for, withdraw it, bring it back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chorsu.desks.actor import Actor
from chorsu.desks.journal import services as journal
from chorsu.desks.permissions import require
from chorsu.desks.reference.models import Draft
from chorsu.desks.reference.permissions import may
from chorsu.desks.refusals import Refused


@transaction.atomic
def begin(title: str, *, by: Actor, at: datetime, why: str = "", effective: str = "", undoes=None) -> Draft:
    """Begin a draft of changes for the zone. ``effective`` says in words from when they hold; each row has its own days."""
    require(may.begin, by)
    title = title.strip()
    if not title:
        raise Refused(_("A draft needs a title that says what changes, for example “VAT of Kazakhstan from 2027”."))
    draft = Draft.objects.create(
        organisation=by.organisation,
        title=title[:200],
        why=why.strip()[:4000],
        effective=effective.strip()[:200],
        undoes=undoes,
        made_by=by.person,
        made_at=at,
        changed_at=at,
    )
    personal = {"title": draft.title, "why": draft.why}
    journal.record("facts.draft_begun", draft, by=by, at=at, personal=personal, undoes=undoes.number if undoes else None)
    return draft


@transaction.atomic
def change_draft(draft: Draft, title: str, *, by: Actor, at: datetime, why: str = "", effective: str = "") -> Draft:
    """Say anew what a draft is for."""
    draft = locked(draft)
    require(may.edit, by, draft)
    if not title.strip():
        raise Refused(_("A draft needs a title that says what changes, for example “VAT of Kazakhstan from 2027”."))
    before = {"title": draft.title, "why": draft.why, "effective": draft.effective}
    draft.title, draft.why, draft.effective = title.strip()[:200], why.strip()[:4000], effective.strip()[:200]
    draft.changed_at = at
    draft.save(update_fields=["title", "why", "effective", "changed_at"])
    after = {"title": draft.title, "why": draft.why, "effective": draft.effective}
    journal.record("facts.draft_described", draft, by=by, at=at, personal={"before": before, "after": after})
    return draft


@transaction.atomic
def withdraw(draft: Draft, *, by: Actor, at: datetime) -> Draft:
    """Put a draft away; it can be brought back."""
    draft = locked(draft)
    require(may.withdraw, by, draft)
    return moved(draft, Draft.State.WITHDRAWN, "facts.draft_withdrawn", by=by, at=at)


@transaction.atomic
def restore(draft: Draft, *, by: Actor, at: datetime) -> Draft:
    """Bring a withdrawn draft back."""
    draft = locked(draft)
    require(may.restore, by, draft)
    return moved(draft, Draft.State.DRAFT, "facts.draft_restored", by=by, at=at)


def locked(draft: Draft) -> Draft:
    """The draft as the database has it, for this transaction alone."""
    return Draft.objects.select_for_update().get(pk=draft.pk)


def touched(draft: Draft, at: datetime) -> None:
    """Its changes are others now: what was found in it before no longer holds."""
    draft.edition, draft.changed_at = draft.edition + 1, at
    draft.save(update_fields=["edition", "changed_at"])


def moved(draft: Draft, state: str, verb: str, *, by: Actor, at: datetime, fields=(), **entry) -> Draft:
    """Bring a draft into a state and record it; ``fields`` are further ones that were set."""
    before, draft.state, draft.changed_at = draft.state, state, at
    draft.save(update_fields=["state", "changed_at", *fields])
    journal.record(verb, draft, by=by, at=at, before={"state": before}, after={"state": draft.state}, **entry)
    return draft
