"""Notices by mail: each person chooses what they are written to about, and when."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from chorsu.desks.actor import Actor
from chorsu.desks.journal import outbox, telling
from chorsu.desks.journal.models import Notice, NoticeChoice, When
from chorsu.desks.journal.services.record import record
from chorsu.desks.refusals import Refused


@transaction.atomic
def choose_notices(choices: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    """Keep when a person wants to be written to about each kind. What waits follows the new choice."""
    if unknown := sorted(set(choices) - set(telling.kinds())):
        raise Refused(_("There is no kind of notice %(kind)s."), kind=unknown[0])
    if wrong := sorted(set(choices.values()) - set(When.values)):
        raise Refused(_("%(when)s is not a time of notices."), when=wrong[0])
    held = dict(NoticeChoice.objects.select_for_update().filter(person=by.person).values_list("kind", "when"))
    before = {kind: held.get(kind, outbox.USUAL.value) for kind in choices}
    changed = {kind: when for kind, when in choices.items() if before[kind] != when}
    if not changed:
        return
    NoticeChoice.objects.bulk_create(
        [NoticeChoice(person=by.person, kind=kind, when=when) for kind, when in changed.items()],
        update_conflicts=True,
        unique_fields=["person", "kind"],
        update_fields=["when"],
    )
    for kind, when in changed.items():
        waiting = Notice.objects.filter(person=by.person, state=Notice.State.WAITING, entry__verb__startswith=f"{kind}.")
        if when == When.NEVER:
            waiting.delete()
        else:
            waiting.update(due_at=at if when == When.AT_ONCE else outbox.next_morning(at))
    record("person.notices_chosen", by.person, by=by, at=at, before={kind: before[kind] for kind in changed}, after=changed)
