"""What the trade desk forgets: invoices that were sent in, files nobody names, personal words about cases that are over."""

from datetime import datetime

from chorsu.desks import files
from chorsu.desks.journal.retention import forget_words, streams_with_words
from chorsu.desks.trade import services
from chorsu.desks.trade.models import Case

BATCH = 500


def forget_uploads(*, before: datetime, at: datetime) -> int:
    """Forget the invoices that were sent in before, and the bytes of files that no row names any more."""
    return services.forget_uploads(before=before, at=at) + files.sweep(at=at)


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
