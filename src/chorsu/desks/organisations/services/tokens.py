"""Tokens for programs: made with scopes and an end, told once, revoked."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chorsu.desks.actor import Actor
from chorsu.desks.journal import services as journal
from chorsu.desks.keys import digest_of_key
from chorsu.desks.organisations.models import Membership, Organisation, Token
from chorsu.desks.organisations.permissions import may
from chorsu.desks.permissions import require
from chorsu.desks.refusals import Refused

SCOPES = {
    "cases:read": _("read cases"),
    "cases:write": _("begin, change and hand on cases"),
    "offers:read": _("read offers and requests"),
    "offers:write": _("publish offers, enquire and answer"),
    "organisations:read": _("read organisations, members and mandates"),
    "organisations:write": _("change the organisation and its mandates"),
    "reference:read": _("read the reference facts"),
    "reference:write": _("draft and review changes of the reference facts"),
    "plans:read": _("read plans"),
    "plans:write": _("make and change plans"),
    "journal:read": _("read the journal"),
    "webhooks:write": _("set up webhooks"),
}
LONGEST = timedelta(days=366)
MOST_TOKENS = 20
PREFIX = "chorsu_"
SHOWN = 12
# The last use is written down at most once in so long: a program asks often, and the row would be written as often.
USE_IS_TOLD = timedelta(minutes=10)


@transaction.atomic
def make_token(name: str, scopes: Iterable[str], expires_at: datetime, *, by: Actor, at: datetime) -> tuple[Token, str]:
    """A token for a program that acts as ``by``, within ``scopes``, until ``expires_at``, at most a year away: it and its key.

    The key is told once, here; only its digest is kept. Refused without a name or a scope, for an unknown scope, for an end that
    has passed or is too far, and for a person with very many tokens.
    """
    # Of one organisation's people who make tokens at once, one waits for the other: the number holds.
    Organisation.objects.select_for_update().get(pk=by.organisation.pk)
    require(may.make_token, by)
    chosen = sorted(set(scopes))
    if not name.strip():
        raise Refused(_("Give the token a name by which you know it again."))
    if not chosen or not set(chosen) <= SCOPES.keys():
        raise Refused(_("Choose what the token may do."))
    if not at < expires_at <= at + LONGEST:
        raise Refused(_("A token ends after today and within a year."))
    alive = Token.objects.filter(organisation=by.organisation, person=by.person, revoked_at=None, expires_at__gt=at)
    if alive.count() >= MOST_TOKENS:
        raise Refused(_("You have %(count)s tokens. Revoke one first."), count=MOST_TOKENS)
    key = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        organisation=by.organisation,
        person=by.person,
        name=name.strip()[:100],
        prefix=key[:SHOWN],
        digest=digest_of_key(key),
        scopes=chosen,
        made_at=at,
        expires_at=expires_at,
    )
    journal.record(
        "token.made",
        by.organisation,
        by=by,
        at=at,
        after={"token": token.pk, "scopes": chosen, "expires_at": expires_at},
        personal={"name": token.name},
    )
    return token, key


@transaction.atomic
def revoke_token(token: Token, *, by: Actor, at: datetime) -> Token:
    """The key opens nothing from now on. Its owner may, and the organisation's administrators."""
    token = Token.objects.select_for_update().get(pk=token.pk)
    require(may.revoke_token, by, token)
    if token.revoked_at is not None:
        raise Refused(_("The token has been revoked."))
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    journal.record("token.revoked", token.organisation, by=by, at=at, token=token.pk, owner=token.person_id)
    return token


def actor_of_token(key: str, *, at: datetime | None = None) -> Actor | None:
    """Who acts by a key; None for a wrong, old or revoked one, and where its person has left the organisation or the system."""
    now = at or timezone.now()
    token = (
        Token.objects.filter(digest=digest_of_key(key), revoked_at=None, expires_at__gt=now, person__is_active=True)
        .select_related("organisation", "person")
        .first()
    )
    if token is None:
        return None
    held = Membership.objects.filter(organisation=token.organisation, person=token.person, ended_at=None).first()
    if held is None:
        return None
    if token.used_at is None or now - token.used_at > USE_IS_TOLD:
        Token.objects.filter(pk=token.pk).update(used_at=now)
    return Actor(token.person, token.organisation, held.role, frozenset(token.scopes))
