"""Organisations, people, mandates and tokens as the API shows and takes them."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from chorsu.desks.api.paging import Paging, Taken
from chorsu.desks.api.types import Day, Given, Key, Moment, State, one_of, text_of
from chorsu.desks.organisations.models import Kind, Mandate, Membership, Organisation, Person, Role
from chorsu.desks.organisations.services import SCOPES

KindName, RoleName = one_of(Kind), one_of(Role)
OrganisationState, MandateState = one_of(Organisation.State), one_of(Mandate.State)
Names = Annotated[
    dict[Literal["en", "zh", "ru"], text_of(200)],
    Field(description="The name in other languages, as the organisation itself writes it.", examples=[{"zh": "胶州果业"}]),
]


class OrganisationLine(Schema):
    """An organisation, in few words."""

    id: Key
    name: str
    kind: KindName
    country: str = Field(description="ISO 3166-1 alpha-2.")
    state: OrganisationState = Field(description="`verified` once the zone has verified it.")


class OrganisationShown(OrganisationLine):
    """An organisation of the zone."""

    names: dict[str, str]
    place: str
    registration: str = Field(description="The number in its state's register.")
    website: str
    about: str
    reason: str = Field(description="Why the zone refused or suspended it; only itself and the zone read it.")
    made_at: Moment
    changed_at: Moment


class OrganisationGiven(Given):
    """An organisation as it says who it is."""

    name: text_of(200, least=1) = Field(description="As registered.", examples=["Jiaozhou Fruit Co"])
    kind: KindName = Field(description="What it is. The zone's management itself is not registered here.")
    country: State = Field(description="ISO 3166-1 alpha-2.", examples=["CN"])
    names: Names = Field(default_factory=dict)
    place: text_of(100) = ""
    registration: text_of(60) = Field("", description="The number in its state's register.")
    website: text_of(200) = ""
    about: text_of(4000) = Field("", description="What it deals in or offers; partners read it.")


class OrganisationChange(Given):
    """What is to be said otherwise of an organisation; what is absent stays."""

    name: text_of(200, least=1) | None = None
    kind: KindName | None = None
    country: State | None = None
    names: Names | None = None
    place: text_of(100) | None = None
    registration: text_of(60) | None = None
    website: text_of(200) | None = None
    about: text_of(4000) | None = None


class OrganisationsSought(Given):
    """Which organisations."""

    kind: KindName | None = Field(None, description="Only of this kind.")
    state: OrganisationState | None = Field(None, description="Only in this state.")
    text: text_of(100) = Field("", description="Words of the name, in any language, the place or the registration number.")


class OrganisationsAsked(OrganisationsSought, Paging):
    """A page of which organisations."""


class OrganisationsTaken(OrganisationsSought, Taken):
    """Which organisations, in which form."""


class ReasonGiven(Given):
    """Why."""

    reason: text_of(2000, least=1) = Field(description="Whoever it concerns reads it: say what would be right.")


class PersonLine(Schema):
    """A person, in few words."""

    id: Key
    name: str = Field(description="Empty for people of another organisation, but to the zone.")


class Me(Schema):
    """Who asks, for whom, and what they may do."""

    person: PersonLine
    email: str
    language: str
    organisation: OrganisationLine
    role: RoleName
    scopes: list[str] | None = Field(description="What the token may do; null for a person at a page.")


class MembershipShown(Schema):
    """A person in an organisation."""

    id: Key
    person: PersonLine
    email: str
    role: RoleName
    since: Moment

    @staticmethod
    def resolve_email(row: Membership) -> str:
        return row.person.email


class RoleGiven(Given):
    """A role in an organisation."""

    role: RoleName


class InvitationShown(Schema):
    """An invitation to an organisation."""

    id: Key
    organisation: OrganisationLine
    email: str
    role: RoleName
    made_at: Moment
    expires_at: Moment
    accepted_at: Moment | None
    withdrawn_at: Moment | None


class InvitationMade(Schema):
    """A new invitation, and the link that opens it."""

    invitation: InvitationShown
    address: str | None = Field(description="Told this once, beside the letter. Null where the same request is answered again.")


class InvitationGiven(Given):
    """Whom to invite, as what."""

    email: text_of(254, least=3) = Field(description="The invitation is sent there.", examples=["li@example.org"])
    role: RoleName


class MandateShown(Schema):
    """A broker may act for a trader from a day to a day, both included."""

    id: Key
    trader: OrganisationLine
    broker: OrganisationLine
    valid_from: Day
    valid_to: Day
    state: MandateState = Field(description="It counts while it is `accepted`.")
    changed_at: Moment


class MandateGiven(Given):
    """Which broker is to act for the trader, from when until when."""

    broker: Key
    valid_from: Day
    valid_to: Day


class MandatesAsked(Paging):
    """Which mandates."""

    state: MandateState | None = None


Scope = Literal[tuple(SCOPES)]


class TokenShown(Schema):
    """A token: a key for programs. The key itself is told once, when it is made."""

    id: Key
    name: str
    prefix: str = Field(description="The first letters of the key, by which its owner knows it again.")
    scopes: list[Scope]
    person: PersonLine
    made_at: Moment
    expires_at: Moment
    used_at: Moment | None = Field(description="When it was last used, to within ten minutes.")
    revoked_at: Moment | None


class TokenMade(Schema):
    """A new token, and its key."""

    token: TokenShown
    key: str | None = Field(description="Told this once. Null where the same request is answered again.")


class TokenGiven(Given):
    """What a program may do, and until when."""

    name: text_of(100, least=1) = Field(description="Which program it is for.")
    scopes: list[Scope] = Field(min_length=1, max_length=len(SCOPES))
    expires_at: Moment = Field(description="At most a year from now.")


def told_to(actor, person: Person, organisation_id) -> Person | dict:
    """A person as the actor may know them: by name where they are of one's own organisation, and for the zone; else by key."""
    knows = actor is not None and (actor.organisation.kind == Kind.ZONE or actor.organisation.pk == organisation_id)
    return person if knows else {"id": person.pk, "name": ""}


def without_reason(organisation: Organisation, actor) -> Organisation:
    """The organisation as the actor sees it: why the zone refused it is for itself and the zone."""
    if actor is None or (actor.organisation.kind != Kind.ZONE and actor.organisation.pk != organisation.pk):
        organisation.reason = ""
    return organisation
