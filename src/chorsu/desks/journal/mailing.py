"""Write to people about what happened: all that is due for one person in one mail, in their language."""

import logging
from collections.abc import Callable
from datetime import datetime
from itertools import groupby
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from chorsu.desks.journal import telling
from chorsu.desks.journal.models import Entry, Notice
from chorsu.desks.organisations.acting import actor_of
from chorsu.desks.organisations.models import Person

LOG = logging.getLogger(__name__)
MOST_IN_A_MAIL = 50


def send_due(take: Callable[[int], list[Notice]], *, at: datetime, most: int, settle: Callable) -> int:
    """Send the notices that ``take`` gives, one mail a person; gives how many notices were tried."""
    taken = take(most)
    for person, group in groupby(sorted(taken, key=lambda row: row.person_id.bytes), key=lambda row: row.person_id):
        notices = list(group)
        try:
            sent = _write(person, notices)
        except (OSError, SMTPException) as problem:
            # Never the address, and never the server's words, which may repeat it.
            LOG.warning("a mail of %s notices was not sent: %s", len(notices), type(problem).__name__)
            sent = False
        for row in notices:
            settle(row, done=sent, at=at)
    return len(taken)


def _write(key, notices: list[Notice]) -> bool:
    """Write the mail; also true where there is nobody to write to, or nothing that they may read any more."""
    person = Person.objects.filter(pk=key, is_active=True, erased_at=None).first()
    if person is None:
        return True
    told = []
    with translation.override(person.language):
        for organisation in dict.fromkeys(row.organisation for row in notices):
            actor = actor_of(person, organisation)
            if actor is None or actor.organisation.pk != organisation:
                continue
            keys = [row.entry_id for row in notices if row.organisation == organisation]
            told += telling.tell(Entry.objects.filter(pk__in=keys).order_by("at", "pk"), actor)
        if not told:
            return True
        subject = (
            str(told[0].sentence)
            if len(told) == 1
            else ngettext("%(count)s thing happened", "%(count)s things happened", len(told)) % {"count": len(told)}
        )
        words = {
            "told": [(each, _address(each.address)) for each in told[:MOST_IN_A_MAIL]],
            "more": max(0, len(told) - MOST_IN_A_MAIL),
            "all": _address(reverse("journal:entries")),
            "choose": _address(reverse("journal:notices")),
        }
        body = render_to_string("journal/mail.txt", words)
    EmailMessage(f"Chorsu: {' '.join(subject.split())}"[:200], body, to=[person.email]).send()
    return True


def _address(path: str) -> str:
    return settings.PORTAL_ADDRESS.rstrip("/") + path
