"""What a new case can take from the desk's other rooms: the goods of an offer, a partner as its consignee."""

from django.utils import timezone

from chorsu.desks.actor import Actor
from chorsu.desks.trade.models import Offer, Partner
from chorsu.desks.trade.queries import found
from chorsu.desks.trade.queries_goods import visible_offers, visible_partners


def document_asked(request) -> dict | None:
    """The consignment that the query of a new case begins with: ``offer`` and ``partner`` by their keys; None without them.

    Raises Http404 for one that the reader does not see.
    """
    offer, partner = request.GET.get("offer", ""), request.GET.get("partner", "")
    if not offer and not partner:
        return None
    document: dict = {}
    if offer:
        document = of_offer(found(visible_offers(request.actor, timezone.localdate()), offer), request.actor)
    if partner:
        document["consignee"] = of_partner(found(visible_partners(request.actor).filter(removed_at=None), partner))
    return document


def of_offer(offer: Offer, actor: Actor) -> dict:
    """A consignment of what is offered or asked for, as far as the offer says it; the rest is for who begins the case."""
    item = {"hs": offer.hs, "description": offer.title, "origin": offer.origin, "unit": offer.unit, "currency": offer.currency}
    if offer.quantity is not None:
        item["quantity"] = f"{offer.quantity.normalize():f}"
        if offer.unit == "KGM":
            item["net_mass"] = item["quantity"]
        if offer.price is not None:
            item["value"] = f"{(offer.quantity * offer.price).normalize():f}"
    document: dict = {"items": [{name: value for name, value in item.items() if value}], "buyer_kind": "business"}
    seller_is_owner = offer.kind == Offer.Kind.OFFER
    parties = {"name": str(offer.organisation.name), "country": offer.organisation.country}
    ours = {"name": str(actor.organisation.name), "country": actor.organisation.country}
    document["consignor"] = parties if seller_is_owner else ours
    if offer.organisation_id != actor.organisation.pk:
        document["consignee"] = ours if seller_is_owner else parties
    if offer.incoterm:
        document["incoterm"] = offer.incoterm
    if offer.place:
        # Under E and F terms the seller hands over at the place; under C and D terms the goods go there.
        document["from" if offer.incoterm[:1] in ("E", "F", "") else "to"] = offer.place
        document["incoterm_place"] = offer.place if offer.incoterm else ""
    return document


def of_partner(partner: Partner) -> dict:
    """A partner as a party of a consignment."""
    return {name: value for name in ("name", "country", "address") if (value := getattr(partner, name))}
