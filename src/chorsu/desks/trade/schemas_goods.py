"""Offers, enquiries and partners as the API shows and takes them."""

from typing import Literal

from django.utils import timezone
from ninja import Schema
from pydantic import Field

from chorsu.desks.api.paging import Paging, Taken
from chorsu.desks.api.types import Currency, Day, Figure, Given, Key, Moment, State, code, one_of, text_of
from chorsu.desks.organisations.schemas import OrganisationLine, PersonLine, told_to
from chorsu.desks.permissions import allows
from chorsu.desks.trade.models import Offer
from chorsu.desks.trade.permissions import may

OfferKind, OfferState, Language = one_of(Offer.Kind), one_of(Offer.State), code("en|zh|ru", description="en, zh or ru.")


class OfferLine(Schema):
    """Goods offered or asked for."""

    id: Key
    kind: OfferKind
    state: OfferState
    title: str
    organisation: OrganisationLine
    hs: str = Field(description="Six digits of the Harmonized System; empty where it is not said.")
    origin: str = Field(description="ISO 3166-1 alpha-2.")
    quantity: Figure | None
    unit: str = Field(description="UN/ECE Recommendation 20.")
    price: Figure | None = Field(description="For one unit.")
    currency: str = Field(description="ISO 4217.")
    incoterm: str
    place: str = Field(description="UN/LOCODE.")
    valid_to: Day | None = Field(description="The last day.")
    changed_at: Moment


class OfferShown(OfferLine):
    """Goods offered or asked for, with the words about them."""

    text: str
    language: str
    made_at: Moment


class OfferGiven(Given):
    """Goods offered or asked for."""

    kind: OfferKind
    title: text_of(200, least=1) = Field(examples=["Fresh apples, Fuji"])
    text: text_of(4000) = ""
    language: Language = "en"
    hs: code("[0-9]{6}", description="Six digits of the Harmonized System 2022; needed to publish.", examples=["080810"]) = ""
    origin: State = ""
    quantity: Figure | None = Field(None, description="Above zero, with at most three places.")
    unit: code("[A-Z0-9]{2,3}", description="UN/ECE Recommendation 20; needed with a quantity.") = ""
    price: Figure | None = Field(None, description="For one unit, with at most four places.")
    currency: Currency = ""
    incoterm: code("[A-Z]{3}", description="Incoterms 2020.", examples=["FCA"]) = ""
    place: text_of(20) = Field("", description="UN/LOCODE.")
    valid_to: Day | None = Field(None, description="The last day; null for none.")


class OffersSought(Given):
    """Which offers and requests."""

    kind: OfferKind | None = None
    state: OfferState | None = Field(None, description="Only in this state; others' are all published.")
    mine: bool | None = Field(None, description="true: only those of one's own organisation; false: only those of others.")
    origin: State = ""
    currency: Currency = ""
    hs: code("[0-9]{2,6}", description="The first digits of the Harmonized System.") = ""
    text: text_of(200) = Field("", description="Words, in any language.")


class OffersAsked(OffersSought, Paging):
    """A page of which offers and requests."""


class OffersTaken(OffersSought, Taken):
    """Which offers and requests, in which form."""


def _title_of(offer: Offer) -> Offer:
    """What is left of an offer for those who asked about it once it is theirs to see no more."""
    kept = {name: getattr(offer, name) for name in ("pk", "kind", "title", "organisation", "changed_at")}
    return Offer(**kept, state=Offer.State.WITHDRAWN)


class EnquiryMessageShown(Schema):
    """A message of an enquiry."""

    id: Key
    organisation: OrganisationLine
    person: PersonLine
    text: str
    made_at: Moment

    @staticmethod
    def resolve_person(message, context):
        return told_to(context["request"].actor, message.person, message.organisation_id)


class EnquiryLine(Schema):
    """An enquiry about an offer, in few words."""

    id: Key
    offer: OfferLine = Field(description="Its title alone, as `withdrawn`, where it is not published any more and not one's own.")
    organisation: OrganisationLine = Field(description="Who asks.")
    made_at: Moment
    closed_at: Moment | None

    @staticmethod
    def resolve_offer(enquiry, context):
        offer, actor = enquiry.offer, context["request"].actor
        is_over = offer.organisation_id != actor.organisation.pk and offer.is_over(timezone.now().date())
        return _title_of(offer) if is_over or not allows(may.see_offer, actor, offer) else offer


class EnquiryShown(EnquiryLine):
    """An enquiry about an offer, with what was written."""

    messages: list[EnquiryMessageShown]

    @staticmethod
    def resolve_messages(enquiry):
        return list(enquiry.messages.select_related("organisation", "person"))


class EnquiriesAsked(Paging):
    """Which enquiries."""

    waiting: bool = Field(False, description="Only those that wait for an answer of one's own organisation.")
    side: Literal["asked", "got"] | None = Field(None, description="Only those that one's own organisation asked, or got.")


class WordsGiven(Given):
    """What is to be written."""

    text: text_of(4000, least=1)


class PartnerShown(Schema):
    """A partner in the address book of one's organisation."""

    id: Key
    name: str
    country: str = Field(description="ISO 3166-1 alpha-2.")
    member: OrganisationLine | None = Field(description="The same one in the zone.")
    address: str
    email: str
    note: str
    made_at: Moment
    changed_at: Moment


class PartnerGiven(Given):
    """A partner for the address book."""

    name: text_of(200, least=1)
    country: State
    address: text_of(300) = ""
    email: text_of(254) = ""
    note: text_of(2000) = ""
    member: Key | None = Field(None, description="The same one in the zone, where it is registered here.")


class PartnersSought(Given):
    """Which partners."""

    text: text_of(200) = Field("", description="Words of the name, the state or the address.")
    country: State = ""
    members: bool = Field(False, description="Only those that are in the zone.")


class PartnersAsked(PartnersSought, Paging):
    """A page of which partners."""


class PartnersTaken(PartnersSought, Taken):
    """Which partners, in which form."""
