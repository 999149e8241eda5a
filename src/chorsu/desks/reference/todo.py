"""What waits at the reference desk: drafts to review, drafts that came back."""

from datetime import date

from django.utils.translation import gettext as _

from chorsu.desks.permissions import allows
from chorsu.desks.reference.models import Draft
from chorsu.desks.reference.permissions import may
from chorsu.desks.reference.queries import visible_drafts
from chorsu.desks.todo import MOST, Thing, Tone


def things(actor, on: date) -> list[Thing]:
    """Drafts that wait for this person's review, and their own that were returned."""
    if not (actor.has_scope("reference:read") and allows(may.begin, actor)):
        return []
    rows = visible_drafts(actor)
    waiting = [
        each
        for each in rows.filter(state=Draft.State.IN_REVIEW).order_by("changed_at")[: MOST * 2]
        if allows(may.review, actor, each)
    ]
    found = [
        Thing(
            each.title,
            _("A draft of facts waits for a second person to read and publish it."),
            each.get_absolute_url(),
            _("Review"),
        )
        for each in waiting[:MOST]
    ]
    returned = rows.filter(state=Draft.State.RETURNED, made_by=actor.person).order_by("changed_at")[:MOST]
    found += [
        Thing(
            each.title,
            _("It came back: %(reason)s") % {"reason": each.reason[:200]},
            each.get_absolute_url(),
            _("Mend it"),
            tone=Tone.LATE,
        )
        for each in returned
    ]
    return found
