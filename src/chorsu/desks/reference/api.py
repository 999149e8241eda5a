"""The operations of the reference desk: facts on file, drafts of their changes, publications."""

from typing import Annotated
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import File, Form, Query, Status, UploadedFile
from pydantic import Field

from chorsu.desks.api.faults import under
from chorsu.desks.api.operations import DOWNLOAD, Desk, now_by
from chorsu.desks.api.paging import Page, Paging, page_of
from chorsu.desks.api.types import Key
from chorsu.desks.files import read_sent
from chorsu.desks.finding import words_in
from chorsu.desks.organisations.schemas import ReasonGiven
from chorsu.desks.permissions import require
from chorsu.desks.reference import index, schemas, services, sheets, shelf, told
from chorsu.desks.reference.datasets import family_of
from chorsu.desks.reference.forms import ImportForm
from chorsu.desks.reference.models import Dataset, Publication
from chorsu.desks.reference.permissions import may
from chorsu.desks.reference.queries import draft_of, publication_of, visible_drafts

desk = Desk(tags=["Reference"])
READ, WRITE = "reference:read", "reference:write"
PublicationNumber = Annotated[int, Field(ge=1, le=10**9)]
DRAFT = "/drafts/{uuid:draft}"


@desk.reads("/facts", scope=READ, answer=list[schemas.DatasetShown])
def list_datasets(request: HttpRequest):
    """List the kinds of facts that are on file, and how many of each."""
    return [{"dataset": name, "name": str(label), "count": index.count(name)} for name, label in Dataset.choices]


@desk.reads("/facts/{dataset}", scope=READ, answer=schemas.FactPage)
def list_facts(request: HttpRequest, dataset: schemas.DatasetName, asked: Query[schemas.FactsAsked]):
    """List facts of a kind: filtered, sorted, in pages."""
    given = _asked(asked)
    found = index.find(dataset, given)
    shown = found[asked.after : asked.after + asked.limit]
    query = urlencode(given | {"limit": asked.limit, "after": asked.after + asked.limit})
    are_more = len(found) > asked.after + asked.limit
    items = [{"key": row.key, "by": {name: str(value) for name, value in row.by.items()}} for row in shown]
    return {"items": items, "next": f"{request.path}?{query}" if are_more else None}


@desk.reads("/exports/facts/{dataset}", scope=READ, answer=None, openapi_extra=DOWNLOAD)
def export_facts(request: HttpRequest, dataset: schemas.DatasetName, asked: Query[schemas.FactsTaken]):
    """Download facts of a kind as they are narrowed; as TOML with everything that they have."""
    found = index.find(dataset, _asked(asked))
    return sheets.take(asked.form, dataset, [entry.key for entry in found])


@desk.reads("/history/{dataset}/{path:key}", scope=READ, answer=list[schemas.PastChange])
def show_history(request: HttpRequest, dataset: schemas.DatasetName, key: str):
    """Show how a fact came to be: each publication that changed it, the last first; also of one that is off file by now."""
    found = told.history(dataset, key) if "\0" not in key else []
    if not found and shelf.row(dataset, key) is None:
        raise Http404
    return found


@desk.reads("/facts/{dataset}/{path:key}", scope=READ, answer=schemas.FactShown)
def show_fact(request: HttpRequest, dataset: schemas.DatasetName, key: str):
    """Show a fact on file."""
    row = shelf.row(dataset, key)
    if row is None:
        raise Http404
    counts = told.where_it_counts(key) if family_of(dataset) == Dataset.MEASURE else []
    return {"dataset": dataset, "key": key, "row": row, "layer": shelf.layer_of(dataset, key), "counts": counts}


@desk.reads("/drafts", scope=READ, answer=Page[schemas.DraftLine])
def list_drafts(request: HttpRequest, asked: Query[schemas.DraftsAsked]):
    """List the drafts of changes (the zone)."""
    rows = visible_drafts(request.actor).select_related("made_by")
    for word in words_in(asked.text):
        rows = rows.filter(title__icontains=word)
    return page_of(request, rows.filter(state=asked.state) if asked.state else rows, asked)


@desk.changes("POST", "/drafts", scope=WRITE, answer=schemas.DraftShown, status=201)
def begin_draft(request: HttpRequest, given: schemas.DraftGiven):
    """Begin a draft of changes (the zone's officer)."""
    return services.begin(given.title, why=given.why, effective=given.effective, **now_by(request))


@desk.reads(DRAFT, scope=READ, answer=schemas.DraftShown)
def show_draft(request: HttpRequest, draft: Key):
    """Show a draft, with what was found in it as it stands."""
    return draft_of(request.actor, draft)


@desk.changes("PATCH", DRAFT, scope=WRITE, answer=schemas.DraftShown)
def describe_draft(request: HttpRequest, draft: Key, given: schemas.DraftGiven):
    """Say anew what a draft is for."""
    found = draft_of(request.actor, draft)
    return services.change_draft(found, given.title, why=given.why, effective=given.effective, **now_by(request))


@desk.reads(DRAFT + "/changes", scope=READ, answer=Page[schemas.ChangeShown])
def list_changes(request: HttpRequest, draft: Key, asked: Query[Paging]):
    """List the changes of a draft."""
    return page_of(request, draft_of(request.actor, draft).changes.all(), asked)


@desk.changes("POST", DRAFT + "/changes", scope=WRITE, answer=schemas.ChangeShown, status=201)
def write_change(request: HttpRequest, draft: Key, given: schemas.ChangeGiven):
    """Write a change into a draft."""
    found = draft_of(request.actor, draft)
    more = {"key": given.key, "row": given.row, "last": given.last}
    with under("row"):
        return services.write_change(found, given.operation, given.dataset, **more, **now_by(request))


@desk.changes("POST", DRAFT + "/law", scope=WRITE, answer=schemas.LawChanged, status=201)
def change_law(request: HttpRequest, draft: Key, given: schemas.LawGiven):
    """Write that the law changes: the fact on file ends on the day before the new one begins, and the new one is added."""
    found = draft_of(request.actor, draft)
    with under("row"):
        ended, added = services.change_law(found, given.dataset, given.key, given.row, **now_by(request))
    return {"ended": ended, "added": added}


@desk.changes("POST", DRAFT + "/import", scope=WRITE, answer=schemas.Imported, status=201, most=sheets.MOST_BYTES)
def import_changes(request: HttpRequest, draft: Key, file: File[UploadedFile], given: Form[schemas.ImportGiven]):
    """Read changes from a file (CSV, XLSX or TOML) into a draft: all of its rows, or none and every fault by its row.

    A row of a name that is on file stands in its place, any other is added; a column `operation` may say `remove`.
    """
    found = draft_of(request.actor, draft)
    require(may.edit, request.actor, found)
    form = ImportForm(given.model_dump(), {"file": file})
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    rows = sheets.read(file.name, read_sent(file, most=sheets.MOST_BYTES), given.dataset, form.given())
    return {"changes": services.add_rows(found, rows, file.name, **now_by(request))}


@desk.changes("POST", DRAFT + "/take-file-out", scope=WRITE, answer=schemas.Imported)
def take_file_out(request: HttpRequest, draft: Key, given: schemas.FileName):
    """Take out of a draft all changes that were read from a file."""
    return {"changes": services.take_file_out(draft_of(request.actor, draft), given.file, **now_by(request))}


@desk.reads("/exports/drafts/{uuid:draft}", scope=READ, answer=None, openapi_extra=DOWNLOAD)
def export_draft(request: HttpRequest, draft: Key, asked: Query[schemas.FactsForm]):
    """Download a draft: each change with what was and what will be; as TOML the rows as they will be."""
    found = draft_of(request.actor, draft)
    return sheets.answer_changes(asked.form, f"chorsu-draft-{found.pk}", list(found.changes.all()))


@desk.changes("DELETE", DRAFT + "/changes/{uuid:change}", scope=WRITE, answer=None, status=204)
def take_out_change(request: HttpRequest, draft: Key, change: Key):
    """Take a change out of a draft."""
    found = draft_of(request.actor, draft)
    services.take_out(get_object_or_404(found.changes, pk=change), **now_by(request))
    return Status(204, None)


@desk.changes("POST", DRAFT + "/examine", scope=WRITE, answer=schemas.ExaminationShown, status=202)
def examine_draft(request: HttpRequest, draft: Key):
    """Have a draft checked: its faults, the law that changes, the open cases that it alters.

    It takes a while: show the draft again to see.
    """
    return services.ask(draft_of(request.actor, draft), **now_by(request))


@desk.changes("POST", DRAFT + "/submit", scope=WRITE, answer=schemas.DraftShown)
def submit_draft(request: HttpRequest, draft: Key):
    """Send a draft to review by a second person. It must have been checked as it stands, without a fault."""
    return services.submit(draft_of(request.actor, draft), **now_by(request))


@desk.changes("POST", DRAFT + "/take-back", scope=WRITE, answer=schemas.DraftShown)
def take_draft_back(request: HttpRequest, draft: Key):
    """Take a draft back from review to work on it."""
    return services.take_back(draft_of(request.actor, draft), **now_by(request))


@desk.changes("POST", DRAFT + "/return", scope=WRITE, answer=schemas.DraftShown)
def return_draft(request: HttpRequest, draft: Key, given: ReasonGiven):
    """Give a draft back to those who wrote it, with the reason (a second person)."""
    return services.return_draft(draft_of(request.actor, draft), given.reason, **now_by(request))


@desk.changes("POST", DRAFT + "/publish", scope=WRITE, answer=schemas.PublicationShown)
def publish_draft(request: HttpRequest, draft: Key):
    """Put a draft on file, whole (a second person)."""
    return services.publish(draft_of(request.actor, draft), **now_by(request))


@desk.changes("POST", DRAFT + "/withdraw", scope=WRITE, answer=schemas.DraftShown)
def withdraw_draft(request: HttpRequest, draft: Key):
    """Put a draft away. It can be brought back."""
    return services.withdraw(draft_of(request.actor, draft), **now_by(request))


@desk.changes("POST", DRAFT + "/restore", scope=WRITE, answer=schemas.DraftShown)
def restore_draft(request: HttpRequest, draft: Key):
    """Bring a withdrawn draft back."""
    return services.restore(draft_of(request.actor, draft), **now_by(request))


@desk.reads("/publications", scope=READ, answer=Page[schemas.PublicationShown])
def list_publications(request: HttpRequest, asked: Query[Paging]):
    """List what went on file, the last first."""
    return page_of(request, Publication.objects.select_related("draft", "drafted_by", "reviewed_by"), asked)


@desk.reads("/publications/{int:number}", scope=READ, answer=schemas.PublicationShown)
def show_publication(request: HttpRequest, number: PublicationNumber):
    """Show a publication by its number."""
    return publication_of(request.actor, number)


@desk.changes("POST", "/publications/{int:number}/reverse", scope=WRITE, answer=schemas.DraftShown, status=201)
def reverse_publication(request: HttpRequest, number: PublicationNumber):
    """Write the draft that takes a publication back (the zone's officer)."""
    return services.reverse(publication_of(request.actor, number), **now_by(request))


def _asked(asked: schemas.FactsSought) -> dict[str, str]:
    """What is asked, by the names of the filters."""
    found = asked.model_dump(by_alias=True, exclude={"limit", "after", "form"})
    return {name: str(value) for name, value in found.items() if value}
