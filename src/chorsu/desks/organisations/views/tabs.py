"""The parts of one's own organisation's page, and how each state looks."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chorsu.desks.organisations.models import Mandate, Organisation
from chorsu.desks.organisations.permissions import may
from chorsu.desks.organisations.queries import visible_invitations, visible_mandates, visible_memberships
from chorsu.desks.permissions import allows

TONES = {
    Organisation.State.APPLIED: "wait",
    Organisation.State.VERIFIED: "good",
    Organisation.State.REFUSED: "bad",
    Organisation.State.SUSPENDED: "bad",
}
MANDATE_TONES = {
    Mandate.State.OFFERED: "wait",
    Mandate.State.ACCEPTED: "good",
    Mandate.State.DECLINED: "bad",
    Mandate.State.ENDED: "",
}


def tabs(request, current: str) -> list[dict]:
    """The tabs of the reader's organisation, ``current`` the one that is open."""
    actor = request.actor
    own = actor.organisation
    open_invitations = visible_invitations(actor).filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())
    waiting = visible_mandates(actor).filter(broker=own, state=Mandate.State.OFFERED)
    members = visible_memberships(actor).filter(organisation=own)
    parts = [
        ("organisation", _("About"), reverse("organisations:organisation", args=[own.pk]), None),
        ("members", _("People"), reverse("organisations:members"), members.count() + open_invitations.count()),
        ("mandates", _("Mandates"), reverse("organisations:mandates"), waiting.count()),
        ("tokens", _("Tokens for programs"), reverse("organisations:tokens"), None),
    ]
    return [
        {"label": label, "address": address, "current": name == current, "count": count}
        for name, label, address, count in parts
        if name != "tokens" or allows(may.see_tokens, actor, own)
    ]
