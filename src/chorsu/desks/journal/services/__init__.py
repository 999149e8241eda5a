"""Every change of state of the journal's desk, and how every other desk records its own: :func:`record`."""

from chorsu.desks.journal.services.notices import choose_notices
from chorsu.desks.journal.services.record import record
from chorsu.desks.journal.services.webhooks import (
    change_webhook,
    delete_webhook,
    pause_webhook,
    register_webhook,
    resume_webhook,
    retry_delivery,
    rotate_secret,
)

__all__ = [
    "change_webhook",
    "choose_notices",
    "delete_webhook",
    "pause_webhook",
    "record",
    "register_webhook",
    "resume_webhook",
    "retry_delivery",
    "rotate_secret",
]
