"""The operations over all desks: what waits for one, and search over all that one may see."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from chorsu.desks.api.operations import Desk
from chorsu.desks.api.types import text_of
from chorsu.desks.finding import MOST_LETTERS, Asked, words_in
from chorsu.desks.todo import Tone
from chorsu.portal import search, today

desk = Desk(tags=["Today and search"])
ADDRESS = Field(description="The page, a path of this portal in the language of the request.")


class ThingShown(Schema):
    """One thing to do."""

    title: str = Field(description="What it is of.")
    why: str
    action: str = Field(description="What to do.")
    address: str = ADDRESS
    due: date | None = None
    tone: Tone = Field(description="How it presses: late, now, soon, or a step to begin with.")


class FoundShown(Schema):
    """One thing found."""

    title: str
    more: str = Field(description="What tells it from another.")
    state: str
    address: str = ADDRESS


class Group(Schema):
    """What was found of one kind."""

    kind: str = Field(examples=["case"])
    label: str
    found: list[FoundShown]
    more: bool = Field(description="Whether there is more: ask the list of the kind, which takes the same words.")


@desk.reads("/today", scope="", answer=list[ThingShown])
def list_today(request: HttpRequest):
    """List what waits for one's organisation and oneself, the most pressing first.

    Of each desk that the token's scopes let one read.
    """
    return today.gathered(request.actor, timezone.localdate())


@desk.reads("/search", scope="", answer=list[Group])
def search_everything(request: HttpRequest, q: Annotated[text_of(MOST_LETTERS), Query(description="Each word must be found.")]):
    """Find what has the words, by kind, the first few of each, among all that one may see.

    Of each kind that the token's scopes let one read.
    """
    asked = Asked(request.actor, words_in(q))
    return [
        {"kind": group["kind"].name, "label": str(group["kind"].label), "found": group["found"], "more": group["more"]}
        for group in (search.groups(asked) if asked.words else [])
    ]
