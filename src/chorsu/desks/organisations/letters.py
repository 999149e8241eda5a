"""Letters of this desk: each in the language of whoever reads it."""

import logging
from smtplib import SMTPException

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from chorsu.desks.organisations.models import Invitation, Person

log = logging.getLogger(__name__)


def address_of_invitation(key: str, *, site: str) -> str:
    """The link that opens an invitation, in the language of now; ``site`` is the portal's first address."""
    return site.rstrip("/") + reverse("organisations:invitation", args=[key])


def send_invitation(invitation: Invitation, key: str, *, site: str) -> bool:
    """Send the link of an invitation; ``site`` is the portal's first address. False where no server took the letter.

    A person who is known here reads it in their language, anybody else in that of whoever invites.
    """
    known = Person.objects.filter(email__iexact=invitation.email).first()
    language = (known or invitation.invited_by).language
    with translation.override(language):
        address = address_of_invitation(key, site=site)
        subject = _("%(organisation)s invites you to Chorsu") % {"organisation": invitation.organisation}
        words = render_to_string("organisations/letters/invitation.txt", {"invitation": invitation, "address": address})
    try:
        # A subject is one line, whatever the organisation calls itself.
        send_mail(" ".join(subject.split()), words, None, [invitation.email])
    except (OSError, SMTPException) as failed:
        log.warning("the letter of invitation %s was not sent: %s", invitation.pk, type(failed).__name__)
        return False
    return True
