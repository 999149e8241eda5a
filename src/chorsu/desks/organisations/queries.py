"""What of this desk a reader may see: lists and look-ups go through here, and the rest does not exist for them."""

from collections.abc import Iterable
from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast, Lower

from chorsu.desks.organisations.models import Invitation, Kind, Mandate, Membership, Organisation, Token


def visible_organisations(actor) -> QuerySet[Organisation]:
    """The reader's own; the verified ones for whoever is verified; all of them for the zone."""
    if actor is None:
        return Organisation.objects.none()
    if actor.organisation.kind == Kind.ZONE:
        return Organisation.objects.all()
    seen = Q(pk=actor.organisation.pk)
    if actor.organisation.is_verified:
        seen |= Q(state=Organisation.State.VERIFIED)
    return Organisation.objects.filter(seen)


def having_words(found: QuerySet[Organisation], words: Iterable[str]) -> QuerySet[Organisation]:
    """Those in whose name, in any language, place or registration number each word stands."""
    found = found.annotate(written=Cast("names", TextField()))
    for word in words:
        # The names in other languages lie in a JSON text, which a database may keep with its letters escaped.
        escaped = word.encode("unicode_escape").decode()
        told = Q(name__icontains=word) | Q(place__icontains=word) | Q(registration__icontains=word)
        found = found.filter(told | Q(written__icontains=word) | Q(written__icontains=escaped))
    return found


def with_people_visible(actor) -> QuerySet[Organisation]:
    """The organisations whose people and mandates the reader may see: their own; all of them for the zone."""
    if actor is None:
        return Organisation.objects.none()
    everything = Organisation.objects.all()
    return everything if actor.organisation.kind == Kind.ZONE else everything.filter(pk=actor.organisation.pk)


def visible_memberships(actor) -> QuerySet[Membership]:
    """The memberships that hold, of the organisations whose people the reader may see."""
    held = Membership.objects.filter(ended_at=None, organisation__in=with_people_visible(actor))
    return held.select_related("person", "organisation")


def visible_invitations(actor) -> QuerySet[Invitation]:
    """The invitations of the reader's own organisation."""
    if actor is None:
        return Invitation.objects.none()
    return Invitation.objects.filter(organisation=actor.organisation).select_related("organisation", "invited_by")


def visible_mandates(actor) -> QuerySet[Mandate]:
    """The mandates that the reader's organisation gave or holds; all of them for the zone."""
    everything = Mandate.objects.select_related("trader", "broker")
    if actor is None:
        return everything.none()
    if actor.organisation.kind == Kind.ZONE:
        return everything
    return everything.filter(Q(trader=actor.organisation) | Q(broker=actor.organisation))


def visible_tokens(actor) -> QuerySet[Token]:
    """The reader's own tokens in their organisation; all of it for its administrators."""
    if actor is None:
        return Token.objects.none()
    found = Token.objects.filter(organisation=actor.organisation).select_related("person", "organisation")
    return found if actor.role == "administrator" else found.filter(person=actor.person)


def current_mandate(trader: Organisation, broker: Organisation, on: date) -> Mandate | None:
    """The mandate by which ``broker`` may act for ``trader`` on that day; None where there is none."""
    held = Mandate.objects.filter(trader=trader, broker=broker, state=Mandate.State.ACCEPTED)
    return held.filter(valid_from__lte=on, valid_to__gte=on).order_by("-valid_to").first()


def zones() -> QuerySet[Organisation]:
    """The zone's management: told of what waits for its judgement."""
    return Organisation.objects.filter(kind=Kind.ZONE, state=Organisation.State.VERIFIED)


def addresses_of(person) -> set[str]:
    """The e-mail addresses that the person has proved to be theirs, in small letters."""
    proved = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    return {address.casefold() for address in proved}


def invitations_for(person, *, at: datetime) -> list[Invitation]:
    """The open invitations that were sent to an address of the person."""
    waiting = Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at)
    addresses = addresses_of(person)
    sent = waiting.annotate(address=Lower("email")).filter(address__in=addresses) if addresses else waiting.none()
    return list(sent.select_related("organisation", "invited_by").order_by("made_at"))
