"""The periodic duties of a worker: what, how often. Each takes ``at`` and gives how many things it did."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.module_loading import import_string

DAY = timedelta(days=1)
KEEP_JOBS = timedelta(days=7)


@dataclass(frozen=True)
class Periodic:
    """A duty: its name, how often it is due, and the function that does it. It must bear being done twice.

    ``until_none``: it does a part at a time, and is due again at once until it has nothing to do.
    """

    name: str
    every: timedelta
    path: str
    until_none: bool = False

    def do(self, *, at: datetime) -> int:
        """Do it once; how many things it did."""
        return int(import_string(self.path)(at=at) or 0)


DUTIES = (
    Periodic("journal.deliver", timedelta(seconds=5), "chorsu.desks.journal.delivering.deliver_due", until_none=True),
    Periodic("trade.find_alterations", timedelta(minutes=1), "chorsu.desks.trade.services.find_alterations", until_none=True),
    Periodic("trade.take_back", timedelta(minutes=1), "chorsu.desks.trade.services.take_back_without_mandate"),
    Periodic("journal.forget", timedelta(hours=6), "chorsu.desks.journal.retention.forget_due"),
    Periodic("files.sweep", timedelta(hours=1), "chorsu.desks.files.sweep"),
    Periodic("api.forget_answers", timedelta(hours=1), "chorsu.desks.api.repeats.forget_answers"),
    Periodic("plans.forget_drafts", timedelta(hours=1), "chorsu.desks.plans.services.forget_drafts"),
    Periodic("portal.forget_sessions", timedelta(hours=1), "chorsu.portal.duties.forget_sessions"),
    Periodic("portal.forget_jobs", timedelta(hours=6), "chorsu.portal.duties.forget_jobs"),
)


def forget_sessions(*, at: datetime) -> int:
    """Delete the sessions that have expired, and what was known of their devices."""
    from allauth.usersessions.models import UserSession
    from django.contrib.sessions.models import Session

    gone = Session.objects.filter(expire_date__lt=at).delete()[0]
    known = Session.objects.values("session_key")
    return gone + UserSession.objects.filter(last_seen_at__lt=at - DAY).exclude(session_key__in=known).delete()[0]


def forget_jobs(*, at: datetime) -> int:
    """Delete the jobs that were done a week ago; those that failed are kept for whoever looks into it, ten weeks."""
    from django_tasks_db.models import DBTaskResult

    done = DBTaskResult.objects.successful().filter(finished_at__lt=at - KEEP_JOBS).delete()[0]
    return done + DBTaskResult.objects.failed().filter(finished_at__lt=at - 10 * KEEP_JOBS).delete()[0]
