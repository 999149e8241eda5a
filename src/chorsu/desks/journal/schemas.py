"""The journal and its webhooks as the API shows and takes them."""

from typing import Any

from ninja import Schema
from pydantic import Field

from chorsu.desks.api.paging import Paging, Taken
from chorsu.desks.api.types import Given, Key, Moment, Number, one_of, text_of
from chorsu.desks.journal.models import Delivery, When

DeliveryState, Trouble, NoticeTime = one_of(Delivery.State), one_of(Delivery.Trouble), one_of(When)


class FieldChange(Schema):
    """What one field was and is, as a person reads it."""

    label: str
    before: str
    after: str


class EntryShown(Schema):
    """One thing that happened: a sentence for people, the facts for programs."""

    id: Key
    at: Moment
    verb: str = Field(description="The event.", examples=["case.submitted"])
    stream: str = Field(description="What it happened to: the kind of thing and its key.", examples=["case:0197b2c4-…"])
    number: Number = Field(description="Its place in the stream, from 1.")
    sentence: str = Field(description="What happened, in the language of the request.")
    thing: str
    organisation: str = Field(description="Who did it.")
    person: str = Field(description="Who did it; empty where it is not theirs to know, or erased.")
    changes: list[FieldChange]
    facts: dict[str, Any] = Field(description="The facts as the journal keeps them; keys stand for organisations and people.")
    hash: str = Field(description="The seal of the entry: the SHA-256 that the next one carries.")


class EntriesSought(Given):
    """Which entries."""

    verb: text_of(60) = Field("", description="An event, or the kind of thing: `case.submitted`, `case`.")
    stream: text_of(80) = Field("", description="Only what happened to one thing: `case:` and its key.")
    since: Moment | None = Field(None, description="Only what happened at this time or later.")
    until: Moment | None = Field(None, description="Only what happened before this time.")
    person: Key | None = Field(None, description="Only what this person did.")


class EntriesAsked(EntriesSought, Paging):
    """A page of which entries."""


class EntriesTaken(EntriesSought, Taken):
    """Which entries, in which form."""


class WebhookShown(Schema):
    """An address that is told what concerns the organisation."""

    id: Key
    name: str
    address: str
    verbs: list[str] = Field(description="The events that it is told of; none for all.")
    is_paused: bool
    made_at: Moment
    changed_at: Moment


class WebhookGiven(Given):
    """An address to tell, and of what."""

    name: text_of(100, least=1)
    address: text_of(500, least=1) = Field(description="HTTPS, and open to the public.", examples=["https://example.org/chorsu"])
    verbs: list[text_of(60, least=1)] = Field(
        default_factory=list, max_length=200, description="Events; none for all. `GET /events` lists them."
    )


class WebhookMade(Schema):
    """A webhook, and the secret by which what it is told is signed."""

    webhook: WebhookShown
    secret: str | None = Field(description="Told this once. Null where the same request is answered again.")


class DeliveryShown(Schema):
    """An entry on its way to a webhook."""

    id: Key
    entry: Key
    verb: str
    state: DeliveryState
    attempts: int
    due_at: Moment = Field(description="When it is tried next.")
    gives_up_at: Moment
    tried_at: Moment | None
    done_at: Moment | None
    trouble: str = Field(description="Why the last attempt failed; empty where none did.")
    status: int | None = Field(description="What the receiver answered last.")

    @staticmethod
    def resolve_entry(delivery: Delivery):
        return delivery.entry_id

    @staticmethod
    def resolve_verb(delivery: Delivery):
        return delivery.entry.verb


class DeliveriesAsked(Paging):
    """Which deliveries."""

    state: DeliveryState | None = None


class EventShown(Schema):
    """A thing that can happen."""

    verb: str
    kind: str = Field(description="The kind of thing that it happens to.")
