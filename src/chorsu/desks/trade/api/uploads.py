"""The operations on invoices that are sent in: looked at, put right, made a case."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import File, Query, Status, UploadedFile

from chorsu.desks import files
from chorsu.desks.api.operations import DOWNLOAD, Desk, now_by, tagged
from chorsu.desks.api.paging import Page, Paging, page_of
from chorsu.desks.api.types import Key
from chorsu.desks.language import engine_language
from chorsu.desks.trade import schemas, services, shown_uploads
from chorsu.desks.trade import schemas_uploads as uploads
from chorsu.desks.trade.previews import preview_of
from chorsu.desks.trade.queries import visible_uploads
from chorsu.documents.invoices import KINDS, MOST_BYTES, Choices

desk = Desk(tags=["Uploads"])
READ, WRITE = "cases:read", "cases:write"
UPLOAD = "/uploads/{uuid:upload}"


@desk.reads("/uploads", scope=READ, answer=Page[uploads.UploadLine])
def list_uploads(request: HttpRequest, asked: Query[Paging]):
    """List the invoices that one's organisation sent in and that are no case yet."""
    return page_of(request, visible_uploads(request.actor), asked)


@desk.changes("POST", "/uploads", scope=WRITE, answer=uploads.UploadShown, status=201, most=MOST_BYTES)
def send_invoice(request: HttpRequest, file: File[UploadedFile]):
    """Send an invoice (XLSX, CSV or UBL XML) to be read (a trader).

    The answer tells every column, fault and guess. Nothing is made of it before it is asked for.
    """
    content = files.read_sent(file, most=MOST_BYTES)
    return uploads.UploadShown.of(services.receive_invoice(file.name, content, **now_by(request)))


@desk.reads(UPLOAD, scope=READ, answer=uploads.UploadShown)
def show_upload(request: HttpRequest, upload: Key):
    """Show an invoice that was sent in, with all that was read of it."""
    return uploads.UploadShown.of(_upload(request, upload))


@desk.reads(UPLOAD + "/rows", scope=READ, answer=uploads.RowPage)
def list_rows(request: HttpRequest, upload: Key, asked: Query[uploads.RowsAsked]):
    """List the rows of an invoice as they were read."""
    rows, are_more = uploads.rows_of(_upload(request, upload), asked)
    query = {"limit": asked.limit, "after": rows[-1]["number"] if rows else 0} | ({"faulty": "true"} if asked.faulty else {})
    return {"items": rows, "next": f"{request.path}?{urlencode(query)}" if are_more else None}


@desk.reads(UPLOAD + "/faults", scope=READ, answer=None, openapi_extra=DOWNLOAD)
def download_faults(request: HttpRequest, upload: Key):
    """Download the faults of an invoice as a workbook: a list, and the table as it was sent with its faulty cells marked."""
    row = _upload(request, upload)
    choices = Choices.of(row.preview["choices"])
    content = shown_uploads.marked(preview_of(row.digest, choices), files.content_of(row.digest), choices, engine_language())
    head = {"Content-Disposition": f'attachment; filename="faults-{row.pk}.xlsx"'}
    return HttpResponse(content, content_type=KINDS[0].media_type, headers=head)


@desk.changes("PUT", UPLOAD + "/choices", scope=WRITE, answer=uploads.UploadShown)
def answer_upload(request: HttpRequest, upload: Key, given: uploads.ChoicesGiven):
    """Read an invoice again with what is answered: columns, meanings, cells, fields of the consignment."""
    choices = Choices.of(given.model_dump())
    return uploads.UploadShown.of(services.change_upload(_upload(request, upload), choices, **now_by(request)))


@desk.changes("POST", UPLOAD + "/case", scope=WRITE, answer=schemas.CaseShown, status=201)
def make_case(request: HttpRequest, upload: Key):
    """Begin a case with an invoice. No fault may be left, and every guess must be confirmed."""
    return tagged(request, services.make_case(_upload(request, upload), **now_by(request)))


@desk.changes("DELETE", UPLOAD, scope=WRITE, answer=None, status=204)
def forget_upload(request: HttpRequest, upload: Key):
    """Forget an invoice that is not to become a case."""
    services.forget_upload(_upload(request, upload), **now_by(request))
    return Status(204, None)


def _upload(request: HttpRequest, key: Key):
    return get_object_or_404(visible_uploads(request.actor), pk=key)
