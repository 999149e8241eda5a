"""Facts on file and drafts of their changes as the API shows and takes them."""

from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

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
    counts: list[dict[str, Any]] = Field(description="Of a measure: the chains of charges in which it counts, and at which step.")


class FactLine(Schema):
    """A fact on file, in few words."""

    key: str
    by: dict[str, str] = Field(description="What it can be narrowed by: jurisdiction, kind, days … as far as its kind has them.")


class FactPage(Schema):
    """A page of facts."""

    items: list[FactLine]
    next: str | None = Field(description="The address of the next page; null on the last.")


class FactsForm(Given):
    """In which form facts are downloaded."""

    form: Literal["xlsx", "csv", "toml"] = Field("csv", description="An Excel sheet, CSV in UTF-8, or TOML.")


class FactsSought(Given):
    """Which facts. A filter that the kind of facts does not have narrows nothing."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    q: text_of(200) = Field("", description="Words of the id, the rate, the names or the source.")
    jurisdiction: text_of(40) = ""
    kind: text_of(40) = ""
    regime: text_of(40) = ""
    origin: text_of(40) = ""
    commodity: code("[0-9]{2,10}", description="Goods: rows that may count for them.") = ""
    day: code("[0-9]{4}-[0-9]{2}-[0-9]{2}", description="Only what is in force on this day.") = ""
    base: text_of(3) = Field("", alias="from", description="Exchange rates: the currency of which they are.")
    quote: text_of(3) = Field("", alias="to", description="Exchange rates: the currency in which they are.")
    authority: text_of(2) = Field("", description="Exchange rates: the state whose bank publishes them.")
    state: text_of(2) = Field("", description="Places: the state.")
    mode: text_of(10) = Field("", description="Services and crossings: rail, road, sea or air.")
    place: text_of(20) = Field("", description="Services and crossings: a place that they touch.")
    sort: text_of(20) = ""


class FactsAsked(FactsSought):
    """A page of which facts."""

    limit: int = Field(25, ge=1, le=500, description="How many at once.")
    after: int = Field(0, ge=0, le=10_000_000, description="How many to pass over; `next` has it.")


class FactsTaken(FactsSought, FactsForm):
    """Which facts, in which form."""


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
    text: text_of(100) = Field("", description="Words of the title.")


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


class LawGiven(Given):
    """A change of law: the fact that ends, and the one that takes its place."""

    dataset: DatasetName
    key: text_of(300, least=1) = Field(description="Of the fact on file.")
    row: dict[str, Any] = Field(description="The new row, under a name of its own, with `valid_from`.")


class LawChanged(Schema):
    """The two changes that a change of law is."""

    ended: ChangeShown
    added: ChangeShown


class ImportGiven(Given):
    """What a file has, and what holds for every row that does not say it."""

    dataset: DatasetName
    jurisdiction: text_of(20) = Field("", description="Measures: if no column says it.")
    authority: text_of(2) = Field("", description="Exchange rates: the state whose bank publishes the table.")
    official: bool = Field(True, description="The exchange rates are official.")
    source: text_of(500) = Field("", description="Where the table was read.")
    source_address: text_of(500) = ""
    checked_on: code("[0-9]{4}-[0-9]{2}-[0-9]{2}", description="The day on which it was read.") = ""


class FileName(Given):
    """A file that was read into a draft."""

    file: text_of(200, least=1)


class Imported(Schema):
    """How many changes a file was."""

    changes: int


class PastChange(Schema):
    """A publication that changed a fact, and how."""

    number: int = Field(description="Of the publication.")
    published_at: Moment
    title: str
    change: ChangeShown

    @staticmethod
    def resolve_number(past):
        return past["publication"].number

    @staticmethod
    def resolve_published_at(past):
        return past["publication"].published_at

    @staticmethod
    def resolve_title(past):
        return past["draft"].title


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
