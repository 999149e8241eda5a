"""What one may see of offers, enquiries and partners, and finding it. What one may not see is not there."""

from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery

from chorsu.desks.actor import Actor
from chorsu.desks.trade.models import Enquiry, EnquiryMessage, Offer, Partner

State = Offer.State


def visible_offers(actor: Actor | None, on: date) -> QuerySet[Offer]:
    """One's own in any state; those of others while they are published and their last day has not passed, if one is verified."""
    if actor is None:
        return Offer.objects.none()
    seen = Q(organisation=actor.organisation.pk)
    if actor.organisation.is_verified:
        seen |= Q(state=State.PUBLISHED) & open_on(on)
    return Offer.objects.filter(seen).select_related("organisation").order_by("-changed_at", "-pk")


def open_on(on: date) -> Q:
    """Whose last day has not passed."""
    return Q(valid_to=None) | Q(valid_to__gte=on)


def counterparts(offer: Offer, actor: Actor, on: date, most: int = 8) -> list[Offer]:
    """What others ask for where this is offered, and the other way round: the same goods first, then those of its heading."""
    if not offer.hs:
        return []
    other = Offer.Kind.REQUEST if offer.kind == Offer.Kind.OFFER else Offer.Kind.OFFER
    rows = visible_offers(actor, on).filter(Q(state=State.PUBLISHED) & open_on(on), kind=other, hs__startswith=offer.hs[:4])
    rows = rows.exclude(organisation=offer.organisation_id)
    same = list(rows.filter(hs=offer.hs)[:most])
    return same + list(rows.exclude(hs=offer.hs)[: most - len(same)])


def visible_enquiries(actor: Actor | None) -> QuerySet[Enquiry]:
    """The enquiries of which one's organisation is a side, the one written to last first; ``last_by`` wrote last."""
    if actor is None:
        return Enquiry.objects.none()
    key = actor.organisation.pk
    last = EnquiryMessage.objects.filter(enquiry=OuterRef("pk")).order_by("-made_at", "-pk")
    rows = Enquiry.objects.filter(Q(organisation=key) | Q(offer__organisation=key))
    rows = rows.annotate(last_at=Subquery(last.values("made_at")[:1]), last_by=Subquery(last.values("organisation")[:1]))
    return rows.select_related("offer__organisation", "organisation").order_by("-last_at", "-pk")


def waiting_enquiries(actor: Actor) -> QuerySet[Enquiry]:
    """Those in which the other side wrote last and nobody closed."""
    return visible_enquiries(actor).filter(closed_at=None).exclude(last_by=actor.organisation.pk)


def visible_partners(actor: Actor | None) -> QuerySet[Partner]:
    """The address book of one's own organisation, by name; also what was taken out of it (``removed_at``)."""
    rows = Partner.objects.filter(organisation=actor.organisation.pk) if actor else Partner.objects.none()
    return rows.select_related("member").order_by("name", "pk")
