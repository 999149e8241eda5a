"""What the trade desk forgets: invoices that became no case, and the personal words about cases that are over."""

from datetime import datetime

from chorsu.desks.journal.retention import forget_words, streams_with_words
from chorsu.desks.trade.models import Case, Upload

BATCH = 500


def forget_uploads(*, before: datetime, at: datetime) -> int:
    """Delete the uploads that were looked at and became no case."""
    return Upload.objects.filter(case=None, made_at__lt=before).delete()[0]


def forget_words_of_cases(*, before: datetime, at: datetime) -> int:
    """Erase the personal words in the journal about cases that have been over for long."""
    over = Case.objects.filter(state__in=(Case.State.CLOSED, Case.State.WITHDRAWN), changed_at__lt=before).order_by("pk")
    done, last = 0, None
    while rows := list((over.filter(pk__gt=last) if last else over)[:BATCH]):
        held = streams_with_words(Case, [row.pk for row in rows])
        done += sum(forget_words(row, at=at) for row in rows if str(row.pk) in held)
        last = rows[-1].pk
    return done


KEPT = {"uploads": forget_uploads, "words": forget_words_of_cases}
