"""Erase a person's data: what names them goes, what happened stays and is still proved."""

import json
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from chorsu.desks.actor import Actor, System
from chorsu.desks.journal.models import Entry, Notice, NoticeChoice
from chorsu.desks.journal.permissions import may
from chorsu.desks.journal.services.record import record
from chorsu.desks.organisations.models import Invitation, Membership, Organisation, Person, Role
from chorsu.desks.organisations.queries import addresses_of
from chorsu.desks.permissions import require
from chorsu.desks.refusals import Refused


@transaction.atomic
def erase_person(person: Person, *, by: Actor | System, at: datetime) -> int:
    """Erase what names a person; gives how many entries of the journal lost their words.

    The row of the person stays without a name, so that what they did still was done by one and the same. Their addresses,
    authenticators, tokens, sessions and notices go, their memberships end. In the journal the words that name people go from
    every entry by or about them, with the salt: what is left is a digest from which nothing can be guessed, and the chain holds.

    Refused while the person is the last administrator of an organisation.
    """
    held = Membership.objects.filter(person=person, ended_at=None)
    # Whoever lets a member go holds the organisation, so that two last administrators cannot go at the same moment.
    list(Organisation.objects.select_for_update().filter(pk__in=held.values("organisation")).order_by("pk"))
    person = Person.objects.select_for_update().get(pk=person.pk)
    if isinstance(by, Actor):
        require(may.erase_person, by, person)
    if person.erased_at:
        raise Refused(_("The data of this person were erased already."))
    organisations = sorted(held.values_list("organisation", flat=True))
    if left := hindrances(person):
        raise Refused(
            _("You are the last administrator of %(organisation)s. Make somebody else administrator first."), organisation=left[0]
        )
    erased = _entries(person).update(personal=None, salt="")
    for address in {person.email, *addresses_of(person)}:
        for invitation in Invitation.objects.filter(email__iexact=address):
            invitation.email = f"erased-{invitation.pk}@invalid"
            invitation.save(update_fields=["email"])
    _forget_sign_in(person)
    Notice.objects.filter(person=person).delete()
    NoticeChoice.objects.filter(person=person).delete()
    held.update(ended_at=at)
    person.email, person.name, person.is_active, person.erased_at = f"erased-{person.pk}@invalid", "", False, at
    person.set_unusable_password()
    person.save(update_fields=["email", "name", "is_active", "erased_at", "password"])
    record("person.erased", person, by=by, at=at, concerns=organisations, entries=erased)
    return erased


def hindrances(person: Person) -> list[Organisation]:
    """The organisations whose last administrator the person is."""
    administered = Membership.objects.filter(person=person, role=Role.ADMINISTRATOR, ended_at=None)
    others = Membership.objects.filter(role=Role.ADMINISTRATOR, ended_at=None, person__is_active=True).exclude(person=person)
    return list(
        Organisation.objects.filter(pk__in=administered.values("organisation")).exclude(pk__in=others.values("organisation"))
    )


def entries_about(person: Person) -> QuerySet[Entry]:
    """The entries by a person or about them: their key stands in the facts, or their address in the words.

    This looks through the whole journal, which may take minutes where it is long: it happens seldom.
    """
    in_words = Q()
    for address in {person.email, *addresses_of(person)}:
        in_words |= Q(words_text__icontains=json.dumps(address)[1:-1])
        in_words |= Q(words_text__icontains=address)
    texts = {"facts_text": Cast("facts", TextField()), "words_text": Cast("personal", TextField())}
    about = Q(person=person.pk) | Q(facts_text__contains=str(person.pk)) | Q(stream=f"person:{person.pk}")
    return Entry.objects.annotate(**texts).filter(about | in_words)


def _entries(person: Person) -> QuerySet[Entry]:
    keys = entries_about(person).filter(personal__isnull=False).values_list("pk", flat=True)
    return Entry.objects.filter(pk__in=list(keys))


def _forget_sign_in(person: Person) -> None:
    """Whatever the person could sign in with, and every session that they have."""
    sessions = UserSession.objects.filter(user=person)
    Session.objects.filter(session_key__in=list(sessions.values_list("session_key", flat=True))).delete()
    for rows in (sessions, Authenticator.objects.filter(user=person), EmailAddress.objects.filter(user=person)):
        rows.delete()
    SocialAccount.objects.filter(user=person).delete()
    person.tokens.all().delete()
