"""Publish a draft, and write the draft that takes a publication back."""

import json
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chorsu.desks.actor import Actor
from chorsu.desks.permissions import allows, require
from chorsu.desks.reference import shelf
from chorsu.desks.reference.datasets import family_of
from chorsu.desks.reference.layer import keep_up
from chorsu.desks.reference.models import Change, Draft, Fact, Publication, Standing
from chorsu.desks.reference.permissions import contributor, may, writes
from chorsu.desks.reference.services.drafts import begin, locked, moved, touched
from chorsu.desks.reference.services.review import sound
from chorsu.desks.refusals import NotAllowed, Refused

Op = Change.Operation


@transaction.atomic
def publish(draft: Draft, *, by: Actor, at: datetime) -> Publication:
    """Put a draft on file, whole. Only a second person may; only on the facts on which it was checked.

    The rows are written here; the files that the engines read follow at once, and by the worker if this process dies before.
    """
    from chorsu.desks.reference import tasks

    Standing.objects.get_or_create(pk=1)
    standing = Standing.objects.select_for_update().get(pk=1)
    draft = locked(draft)
    _require_review(by, draft)
    found = sound(draft)
    if found.standing != standing.number or found.before != shelf.fingerprint():
        raise Refused(_("The facts on file have changed since the draft was checked. Have it checked again."))
    changes = list(draft.changes.all())
    standing.number += 1
    standing.save(update_fields=["number"])
    made = Publication.objects.create(
        number=standing.number, draft=draft, before=found.before, after=found.after, drafted_by=draft.made_by,
        reviewed_by=by.person, published_at=at,
    )  # fmt: skip
    rows = (Fact(family=family_of(change.dataset), key=change.key, row=change.after, publication=made) for change in changes)
    Fact.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["family", "key"], update_fields=["row", "publication"]
    )
    told = {"number": made.number, "facts_before": made.before, "facts_after": made.after}
    told |= {"changes": len(changes), "digest": digest(changes), "drafted_by": draft.made_by_id}
    moved(draft, Draft.State.PUBLISHED, "facts.published", by=by, at=at, concerns=[draft.organisation_id], **told)
    tasks.follow.enqueue()
    transaction.on_commit(keep_up, robust=True)
    return made


def _require_review(by: Actor, draft: Draft) -> None:
    """As :func:`require`, with the reason where whoever asks wrote the draft."""
    if draft.state == Draft.State.IN_REVIEW and allows(writes & contributor, by, draft):
        raise NotAllowed(_("You wrote this draft, or part of it. A second person of the zone reads and publishes it."))
    require(may.review, by, draft)


def digest(changes: list[Change]) -> str:
    """A name for just these changes, by which the journal proves what was published."""
    ordered = sorted(changes, key=lambda each: (each.dataset, each.key))
    rows = [[each.dataset, each.key, each.operation, each.before, each.after] for each in ordered]
    return sha256(json.dumps(rows, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@transaction.atomic
def reverse(publication: Publication, *, by: Actor, at: datetime) -> Draft:
    """Write the draft that takes a publication back: what it added goes, what it ended or took off comes back.

    Where a fact was changed again since, looking the draft through tells it.
    """
    of = locked(publication.draft)
    require(may.reverse, by, of)
    waiting = Draft.objects.filter(undoes=publication).exclude(state=Draft.State.WITHDRAWN).first()
    if waiting is not None:
        raise Refused(_("There is a draft for this already: %(title)s."), title=waiting.title)
    title = gettext("Take back publication %(number)s: %(title)s") % {"number": publication.number, "title": of.title}
    draft = begin(title, by=by, at=at, undoes=publication)
    changes = list(_reversed(of))
    for change in changes:
        change.draft, change.made_by, change.made_at = draft, by.person, at
    Change.objects.bulk_create(changes, batch_size=500)
    touched(draft, at)
    return draft


def _reversed(draft: Draft) -> Iterator[Change]:
    for each in draft.changes.all():
        operation = {Op.ADD: Op.REMOVE, Op.REMOVE: Op.ADD}.get(each.operation, Op.REPLACE)
        yield Change(dataset=each.dataset, key=each.key, operation=operation, before=each.after, after=each.before)
