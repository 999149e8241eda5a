"""Facts on file and drafts of their changes as the API shows and takes them."""

from typing import Any

from ninja import Schema
from pydantic import Field

from chorsu.desks.api.paging import Paging
from chorsu.desks.api.types import Day, Given, Key, Moment, code, one_of, text_of
from chorsu.desks.organisations.schemas import PersonLine, told_to
from chorsu.desks.reference.models import Change, Dataset, Draft, Examination

DatasetName, DraftState = one_of(Dataset), one_of(Draft.State)
Operation, ExaminationState = one_of(Change.Operation), one_of(Examination.State)


class DatasetShown(Schema):
    """A kind of facts, and how many are on file."""

    dataset: DatasetName
    name: str
    count: int


class FactShown(Schema):
    """A fact on file."""

    dataset: DatasetName
    key: str
    row: dict[str, Any] = Field(description="As the files of facts write it: see the reference of measures and data files.")
    layer: str = Field(description="Where it comes from: published at this desk, imported, or shipped.")


class FactLine(Schema):
    """A fact on file, in few words."""

    key: str
    by: dict[str, str] = Field(description="What it can be narrowed by: jurisdiction, kind, days … as far as its kind has them.")


class FactPage(Schema):
    """A page of facts."""

    items: list[FactLine]
    next: str | None = Field(description="The address of the next page; null on the last.")


class FactsAsked(Given):
    """Which facts. A filter that the kind of facts does not have narrows nothing."""

    limit: int = Field(25, ge=1, le=500, description="How many at once.")
    after: int = Field(0, ge=0, le=10_000_000, description="How many to pass over; `next` has it.")
    q: text_of(200) = Field("", description="Words of the id, the rate, the names or the source.")
    jurisdiction: text_of(40) = ""
    kind: text_of(40) = ""
    regime: text_of(40) = ""
    origin: text_of(40) = ""
    commodity: code("[0-9]{2,10}", description="Goods: rows that may count for them.") = ""
    day: code("[0-9]{4}-[0-9]{2}-[0-9]{2}", description="Only what is in force on this day.") = ""
    sort: text_of(20) = ""


class DraftLine(Schema):
    """A draft of changes, in few words."""

    id: Key
    title: str
    state: DraftState
    made_by: PersonLine
    made_at: Moment
    changed_at: Moment


class ExaminationShown(Schema):
    """What was found in a draft: faults, the law as it changes, the open cases that it alters."""

    state: ExaminationState
    edition: int
    blocking: int = Field(description="How many faults block it.")
    faults: list[dict[str, Any]]
    law: list[Any] = Field(description="The law as it changes, day by day, by language.")
    effects: list[dict[str, Any]] = Field(description="The open cases whose plan changes.")
    cases: int = Field(description="How many open cases there are.")
    cases_done: int = Field(description="How many of them were looked at.")
    asked_at: Moment
    ended_at: Moment | None


class DraftShown(DraftLine):
    """A draft of changes that go on file together or not at all, once a second person has read them."""

    why: str
    effective: str = Field(description="In words, from when the changes hold; each row has its own days.")
    reason: str = Field(description="Why the reviewer returned it last.")
    edition: int = Field(description="How often its changes were changed.")
    changes: int = Field(description="How many changes it has.")
    examination: ExaminationShown | None = Field(description="What was found in it as it stands; null where nobody asked.")

    @staticmethod
    def resolve_changes(draft: Draft) -> int:
        return draft.changes.count()

    @staticmethod
    def resolve_examination(draft: Draft):
        return draft.examinations.filter(edition=draft.edition).last()


class DraftGiven(Given):
    """What a draft is for."""

    title: text_of(200, least=1) = Field(examples=["VAT of Kazakhstan from 2027"])
    why: text_of(4000) = ""
    effective: text_of(200) = ""


class DraftsAsked(Paging):
    """Which drafts."""

    state: DraftState | None = None


class ChangeShown(Schema):
    """One change of one fact."""

    id: Key
    dataset: DatasetName
    key: str
    operation: Operation
    before: dict[str, Any] | None = Field(description="The row that was on file when it was written.")
    after: dict[str, Any] | None = Field(description="The row as it will be.")
    made_at: Moment


class ChangeGiven(Given):
    """A change to write into a draft; one of the same fact is written over."""

    dataset: DatasetName
    operation: Operation = Field(description="add a row, replace the fact by it, end the fact after a day, or remove it.")
    key: text_of(300) = Field("", description="Of the fact that is replaced, ended or removed.")
    row: dict[str, Any] | None = Field(None, description="To add or replace: the row as the files of facts write it.")
    last: Day | None = Field(None, description="To end: the last day of the fact.")


class PublicationShown(Schema):
    """A draft that went on file."""

    number: int
    draft: Key
    title: str
    before: str = Field(description="The facts before, by their hash.")
    after: str = Field(description="The facts after, by their hash.")
    drafted_by: PersonLine
    reviewed_by: PersonLine
    published_at: Moment

    @staticmethod
    def resolve_draft(publication):
        return publication.draft_id

    @staticmethod
    def resolve_drafted_by(publication, context):
        return told_to(context["request"].actor, publication.drafted_by, publication.draft.organisation_id)

    @staticmethod
    def resolve_reviewed_by(publication, context):
        return told_to(context["request"].actor, publication.reviewed_by, publication.draft.organisation_id)

    @staticmethod
    def resolve_title(publication):
        return publication.draft.title
