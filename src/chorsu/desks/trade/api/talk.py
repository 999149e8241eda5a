"""The operations on what is said and laid on a case: messages, files, points on the way."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import File, Query, UploadedFile

from chorsu.desks import files
from chorsu.desks.api.operations import DOWNLOAD, Desk, now_by
from chorsu.desks.api.paging import Page, Paging, page_of
from chorsu.desks.api.types import Key
from chorsu.desks.trade import schemas, services
from chorsu.desks.trade.queries import case_of

desk = Desk(tags=["Cases"])
READ, WRITE = "cases:read", "cases:write"
CASE = "/cases/{uuid:case}"


@desk.changes("POST", CASE + "/milestones/{uuid:milestone}/reach", scope=WRITE, answer=schemas.MilestoneShown)
def reach_milestone(request: HttpRequest, case: Key, milestone: Key, given: schemas.ReachedGiven):
    """Tell when a point on the way was reached; told again, it is corrected. The first one brings the case under way."""
    found = get_object_or_404(case_of(request.actor, case).milestones, pk=milestone)
    return services.reach(found, given.reached_at, note=given.note, **now_by(request))


@desk.reads(CASE + "/messages", scope=READ, answer=Page[schemas.MessageShown])
def list_messages(request: HttpRequest, case: Key, asked: Query[Paging]):
    """List the messages on a case, the newest first."""
    rows = case_of(request.actor, case).messages.select_related("organisation", "person")
    return page_of(request, rows, asked)


@desk.changes("POST", CASE + "/messages", scope=WRITE, answer=schemas.MessageShown, status=201)
def write_message(request: HttpRequest, case: Key, given: schemas.MessageGiven):
    """Write to everybody who sees a case: a message, a question of the zone, the answer to one."""
    found = case_of(request.actor, case)
    answers = get_object_or_404(found.messages, pk=given.answers) if given.answers else None
    return services.write(found, given.text, is_question=given.is_question, answers=answers, **now_by(request))


@desk.reads(CASE + "/files", scope=READ, answer=list[schemas.FileShown])
def list_files(request: HttpRequest, case: Key):
    """List the files on a case."""
    return list(case_of(request.actor, case).files.filter(removed_at=None).select_related("organisation"))


@desk.changes("POST", CASE + "/files", scope=WRITE, answer=schemas.FileShown, status=201, most=files.MOST_BYTES)
def add_file(request: HttpRequest, case: Key, file: File[UploadedFile]):
    """Lay a file on a case, read by everybody who sees the case.

    PDF, images, sheets and XML are taken, by what they hold and not by their name.
    """
    found = case_of(request.actor, case)
    return services.add_file(found, file.name, files.read_sent(file), **now_by(request))


@desk.reads(CASE + "/files/{uuid:file}", scope=READ, answer=None, openapi_extra=DOWNLOAD)
def download_file(request: HttpRequest, case: Key, file: Key):
    """Download a file of a case."""
    found = get_object_or_404(case_of(request.actor, case).files.filter(removed_at=None), pk=file)
    return files.answer(found.digest, found.name, found.media_type)


@desk.changes("DELETE", CASE + "/files/{uuid:file}", scope=WRITE, answer=schemas.FileShown)
def remove_file(request: HttpRequest, case: Key, file: Key):
    """Take a file off a case: the organisation that laid it there. It can be brought back while the case is open."""
    return services.remove_file(_file(request, case, file), **now_by(request))


@desk.changes("POST", CASE + "/files/{uuid:file}/restore", scope=WRITE, answer=schemas.FileShown)
def restore_file(request: HttpRequest, case: Key, file: Key):
    """Bring a removed file back."""
    return services.restore_file(_file(request, case, file), **now_by(request))


def _file(request: HttpRequest, case: Key, file: Key):
    """The file of a key, also one that was removed."""
    return get_object_or_404(case_of(request.actor, case).files, pk=file)
